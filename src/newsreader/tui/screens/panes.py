"""How the panes share the screen, and what stands in an empty list. Pure."""

from newsreader.library.views import View
from newsreader.tui.commands import Keymap, Pane

THREE_PANES = 120
TWO_PANES = 80


def layout_of(width: int, pane: Pane, *, zoomed: bool) -> dict[str, bool]:
    """The screen's classes for a width in cells and the pane that has the focus: class → set or not."""
    three = width >= THREE_PANES
    two = not three and width >= TWO_PANES
    return {
        "three": three,
        "two": two,
        "one": not three and not two,
        "reading": pane == "article",
        "browsing": pane != "article",
        **{f"on-{name}": name == pane for name in ("sidebar", "headlines", "article")},
        "zoomed": zoomed,
    }


def message_when_empty(view: View, *, unread_only: bool, keymap: Keymap) -> str:
    """Why a list is empty and what to press."""
    refresh, new = keymap.shown("refresh_all"), keymap.shown("unread_only")
    match view.kind:
        case "search":
            return f"Nothing found for “{view.name}”.\n\nPress {keymap.shown('search')} to search for something else."
        case "new" if not unread_only:
            return f"Nothing has come since your last visit.\n\nPress {refresh} to look for news."
        case "starred":
            return f"No starred articles yet.\n\nPress {keymap.shown('star')} on an article to keep it for good."
        case "all":
            return f"All caught up: nothing is unread.\n\nPress {refresh} to look for news."
        case "today" if not unread_only:
            return f"Nothing has been published today yet.\n\nPress {refresh} to look for news."
    if unread_only:
        return f"Nothing is unread here.\n\nPress {new} to see what you have read, or {refresh} to look for news."
    return f"Nothing here yet.\n\nPress {refresh} to fetch the feeds."
