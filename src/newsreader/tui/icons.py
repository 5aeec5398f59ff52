"""The few drawn signs, and what stands for them where the terminal has no such characters."""

from typing import Final, NamedTuple


class Icons(NamedTuple):
    unread: str
    starred: str
    selected: str
    folded: str
    unfolded: str
    view: str
    trouble: str
    busy: tuple[str, ...]
    rule: str
    later: str
    cursor: str
    here: str
    """The row at hand while another pane has the focus, where no colour tells it."""
    copy: str
    """Before the headline of a copy that is unfolded below its article."""


UNICODE: Final = Icons("●", "★", "✓", "▸", "▾", "▪", "!", tuple("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"), "─", "»", "▌", "▏", "└")
ASCII: Final = Icons("*", "+", "x", ">", "v", "-", "!", tuple("|/-\\"), "-", ">", "|", ":", "`-")
