"""Where the reader was left: kept beside the store, so that the next start is at the same place."""

import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from newsreader.library.library import Library
from newsreader.library.positions import Left


class Seen(NamedTuple):
    """What of a place is the screen's.

    `pane` has the focus; `opened`: the article under the cursor was opened, not only previewed; `above`: lines of the
    list on the screen above the cursor's, None: as it comes; `reading`: what stands at the article's top, as in
    `library.positions`, None where none is shown; `triage`: a triage session is on the screen.
    """

    pane: str = "headlines"
    zoomed: bool = False
    zen: bool = False
    opened: bool = False
    above: int | None = None
    reading: tuple[int, int] | None = None
    triage: bool = False


class Place(NamedTuple):
    """`view`: its key; `entry`: the entry under the cursor, None in an empty list; `unread_only` None: as set.

    `left` and `history` are what the store is to be told yet: where articles were left, which ones were opened.
    """

    view: str = ""
    entry: int | None = None
    unread_only: bool | None = None
    left: tuple[Left, ...] = ()
    history: tuple[int, ...] = ()
    seen: Seen = Seen()


READING_SECONDS: Final = 600
"""Whoever has not moved for so long is not reading."""


def somebody_reads(library: Library) -> bool:
    """Whether somebody has a reader open on this store, and has moved lately."""
    moved_at = library.store.place.written_at
    return moved_at is not None and abs(library.now() - moved_at) < READING_SECONDS


def recall_place(library: Library) -> Place:
    """The place that was kept last; as at the first start where it cannot be read."""
    try:
        note = json.loads(library.store.place.read() or "{}")
        only = note.get("unread_only")
        return Place(
            str(note.get("view", "")),
            int(note.get("entry") or 0) or None,
            None if only is None else bool(only),
            tuple((int(entry), place and (int(place[0]), int(place[1]))) for entry, place in note.get("left", ())),
            tuple(int(entry) for entry in note.get("history", ())),
            _seen(note.get("seen", {})),
        )
    except (ValueError, TypeError, AttributeError):
        return Place()


def keep_place(library: Library, place: Place) -> None:
    """Keep a place for the next start, unless the store can only be read. Raises StoreError where that fails."""
    if library.read_only is None:
        library.store.place.write(json.dumps({**place._asdict(), "seen": place.seen._asdict()}))


def _seen(note: Mapping[str, Any]) -> Seen:
    above, reading = note.get("above"), note.get("reading")
    return Seen(
        str(note.get("pane", "headlines")),
        bool(note.get("zoomed")),
        bool(note.get("zen")),
        bool(note.get("opened")),
        None if above is None else int(above),
        None if reading is None else (int(reading[0]), int(reading[1])),
        bool(note.get("triage")),
    )
