"""Pictures of screens as text, kept beside the tests: a change of the screen is a change that a reviewer can read.

`UPDATE_PICTURES=1 make test` writes them anew.
"""

import os
from pathlib import Path

from textual.app import App


def screen_text(app: App[None]) -> str:
    """What stands on the screen, line by line, without styles."""
    lines = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in line).rstrip() for line in lines) + "\n"


def assert_picture(app: App[None], path: Path) -> None:
    """The screen is as in the picture at `path`."""
    text = screen_text(app)
    if os.environ.get("UPDATE_PICTURES"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
