"""What the first headlines do without: imported behind their paint, so that no key waits for it either."""

from importlib import import_module
from typing import Final

LATER: Final = (
    "newsreader.store.statuses",
    "newsreader.library.reading",
    "newsreader.parse.html",
    "newsreader.tui.article_layout",
    "newsreader.store.excerpts",
    "newsreader.core.query_parser",
    "newsreader.config.subscriptions",
    "newsreader.library.subscribing",
    "newsreader.library.refresh_status",
    "newsreader.library.worker_client",
    "newsreader.store.full_texts",
    "newsreader.library.triage",
    "newsreader.tui.screens.triage",
    "newsreader.tui.screens.keys_page",
    "newsreader.tui.screens.links",
    "newsreader.tui.screens.journal",
    "newsreader.tui.screens.report",
    "newsreader.tui.screens.add_feed",
    "newsreader.library.health",
    "newsreader.library.last_refresh",
    "newsreader.tui.screens.health",
)
"""In the order in which a user may want them."""


def preload() -> None:
    """Import them; call it on another thread, which gives way to the keys between two steps."""
    for name in LATER:
        import_module(name)
