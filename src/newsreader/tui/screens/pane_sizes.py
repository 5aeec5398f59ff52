"""How large the panes are, where the user has said so. Pure."""

import json
from typing import Any, Final, NamedTuple

from newsreader.tui.commands import Pane

SIZES: Final = "panes"
"""The name under which they are kept."""

LEAST_CELLS: Final = 12
LEAST_SHARE: Final = 0.15
CELLS_STEP: Final = 2
SHARE_STEP: Final = 0.05

SIDEBAR: Final = 28
BESIDE: Final = 5 / 11
ABOVE: Final = 0.4


class PaneSizes(NamedTuple):
    """`sidebar`: its cells. `beside`, `above`: the list's share (0 to 1) of what it shares with the article.

    None: the style sheet's.
    """

    sidebar: int | None = None
    beside: float | None = None
    above: float | None = None

    def with_sidebar(self, cells: int, screen: int) -> "PaneSizes":
        """The sidebar `cells` wide, as far as a `screen` so wide has room for that."""
        return self._replace(sidebar=min(max(cells, LEAST_CELLS), max(screen // 2, LEAST_CELLS)))

    def with_share(self, share: float, *, stacked: bool) -> "PaneSizes":
        """The list with this share."""
        kept = round(min(max(share, LEAST_SHARE), 1 - LEAST_SHARE), 3)
        return self._replace(above=kept) if stacked else self._replace(beside=kept)

    def grown(self, pane: Pane, steps: int, screen: int, *, stacked: bool) -> "PaneSizes":
        """The focused pane larger by a number of steps, or smaller."""
        if pane == "sidebar":
            return self.with_sidebar((self.sidebar or SIDEBAR) + steps * CELLS_STEP, screen)
        now = (self.above or ABOVE) if stacked else (self.beside or BESIDE)
        return self.with_share(now + (steps if pane == "headlines" else -steps) * SHARE_STEP, stacked=stacked)

    def note(self) -> str:
        """As a text to be kept."""
        return json.dumps([self.sidebar, self.beside, self.above])


def read_sizes(note: str | None) -> PaneSizes:
    """What `PaneSizes.note` kept; anything else gives the style sheet's sizes."""
    try:
        values: Any = json.loads(note or "[]")
        cells, beside, above = values
        sizes = PaneSizes() if cells is None else PaneSizes().with_sidebar(int(cells), 1_000)
        sizes = sizes if beside is None else sizes.with_share(float(beside), stacked=False)
        return sizes if above is None else sizes.with_share(float(above), stacked=True)
    except (ValueError, TypeError):
        return PaneSizes()
