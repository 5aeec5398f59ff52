"""How the panes share the screen, and what stands in an empty list. Pure."""

from collections.abc import Mapping

from newsreader.config.settings import Layout
from newsreader.core.subscriptions import Priority
from newsreader.library.arrangement import LEAST_NAMES, ORDER_NAMES
from newsreader.library.session import ReadingSession
from newsreader.library.views import WHOLE, View
from newsreader.tui.commands import Keymap, Pane
from newsreader.tui.screens.pane_sizes import PaneSizes

THREE_PANES = 120
TWO_PANES = 80


def layout_of(width: int, pane: Pane, *, zoomed: bool, layout: Layout = "auto", zen: bool = False) -> dict[str, bool]:
    """The screen's classes for a width in cells and the pane that has the focus: class → set or not.

    The pane counts only where it makes a difference: each change of a class styles the whole screen anew. Three panes
    need TWO_PANES cells, if they are asked for; the list above the article has the sidebar beside both from there on,
    and in its place below.
    """
    stacked = layout == "stacked"
    three = layout != "one" and not stacked and width >= (TWO_PANES if layout == "three" else THREE_PANES)
    two = layout == "auto" and not three and width >= TWO_PANES
    one, slim = not three and not two and not stacked, stacked and width < TWO_PANES
    return {
        "three": three,
        "two": two,
        "one": one,
        "stacked": stacked,
        "slim": slim,
        "reading": two and pane == "article",
        "browsing": two and pane != "article",
        **{f"on-{name}": (one or slim) and name == pane for name in ("sidebar", "headlines", "article")},
        "zoomed": zoomed,
        "zen": zoomed and zen,
    }


def pane_styles(classes: Mapping[str, bool], sizes: PaneSizes) -> dict[str, tuple[int | str | None, str | None]]:
    """Each pane's width and height where the user has chosen them; None: the style sheet's."""
    styles: dict[str, tuple[int | str | None, str | None]] = dict.fromkeys(
        ("#sidebar-pane", "#headlines-pane", "#article-pane"), (None, None)
    )
    if classes["zoomed"] or classes["one"] or classes["slim"]:
        return styles
    if not (classes["two"] and classes["reading"]):
        styles["#sidebar-pane"] = (sizes.sidebar, None)
    share = sizes.above if classes["stacked"] else sizes.beside
    beside = classes["three"] or (classes["two"] and classes["reading"])
    if share is not None and (beside or classes["stacked"]):
        parts = f"{share:.3f}fr", f"{1 - share:.3f}fr"
        for pane, part in zip(("#headlines-pane", "#article-pane"), parts, strict=True):
            styles[pane] = (None, part) if classes["stacked"] else (part, None)
    return styles


def arranged_in_words(session: ReadingSession) -> str:
    """How the list is sorted and what it leaves out, "" where it is newest first and whole."""
    order, least = session.headlines.order, session.arrangement.least
    parts = [LEAST_NAMES[least]] if least is not None and session.view.kind not in WHOLE else []
    own = session.headlines.kept is not None
    return " · ".join(parts if order == "newest" or own else [*parts, ORDER_NAMES[order]])


def message_when_empty(
    view: View, *, unread_only: bool, keymap: Keymap, least: Priority | None = None, whole: bool = True
) -> str:
    """Why a list is empty and what to press.

    Args:
        least: Only feeds that matter as much are listed.
        whole: Whether all has been looked at.
    """
    if not whole:
        return "Nothing among the newest; looking at older articles …"
    refresh, new = keymap.shown("refresh_all"), keymap.shown("unread_only")
    if least is not None and view.kind not in WHOLE:
        until = "for all" if least == "must" else "twice for all"
        return f"Nothing here is of priority {LEAST_NAMES[least]}.\n\nPress {keymap.shown('priority')} {until}."
    match view.kind:
        case "search":
            return f"Nothing found for “{view.name}”.\n\nPress {keymap.shown('search')} to search for something else."
        case "new" if not unread_only:
            return f"Nothing has come since your last visit.\n\nPress {refresh} to look for news."
        case "starred":
            return f"No starred articles yet.\n\nPress {keymap.shown('star')} on an article to keep it for good."
        case "later":
            return f"Nothing is for later.\n\nPress {keymap.shown('later')} on an article to put it here."
        case "snoozed":
            return f"Nothing is snoozed.\n\nPress {keymap.shown('snooze')} on an article to see it again another time."
        case "history":
            return "Nothing has been opened yet."
        case "all":
            return f"All caught up: nothing is unread.\n\nPress {refresh} to look for news."
        case "today" if not unread_only:
            return f"Nothing has been published today yet.\n\nPress {refresh} to look for news."
    if unread_only:
        return f"Nothing is unread here.\n\nPress {new} to see what you have read, or {refresh} to look for news."
    return f"Nothing here yet.\n\nPress {refresh} to fetch the feeds."
