"""Taking changes back in plain mode: the last one, or any one of those that the journal still has."""

from collections.abc import Callable
from typing import Final

from newsreader.core.counting import counted
from newsreader.core.journal import FEEDS_CHANGED, Change
from newsreader.library.folding import is_one_article
from newsreader.plain.asides import PlainAsides
from newsreader.plain.following import PlainFollowing
from newsreader.plain.words import ago, aloud, sentence, sentences

CHANGES_LISTED: Final = 10


class PlainUndoing(PlainAsides, PlainFollowing):
    """The commands of the journal; see PlainReader."""

    _numbered_changes: tuple[int, ...] = ()
    """The ids of the changes as they were numbered last."""

    def _undoing(self) -> dict[str, Callable[[str], None]]:
        library = self._session.library
        return {
            "undo": lambda _: self._travel(library.undo(), "Undid", "There is nothing to undo."),
            "redo": lambda _: self._travel(library.redo(), "Redid", "There is nothing to redo."),
            "journal": self._journal,
            "revert": self._revert,
        }

    def _travel(self, change: Change | None, verb: str, nothing: str) -> None:
        if change is None:
            self._say(nothing)
            return
        if change.kind not in ("flag", FEEDS_CHANGED):
            self._session.follow_hidden(change.ids)
        self._session.headlines.reread()
        one = is_one_article(self._session.library.store, change.ids)
        index = self._session.headlines.index_of(change.ids[0]) if one else None
        if index is not None:
            self._session.cursor = index
        self._say(f"{verb}: {sentence(aloud(change.told))}")
        if change.kind == FEEDS_CHANGED:
            self._reread_list()

    def _journal(self, rest: str) -> None:
        """The changes, newest first, from the first one or that of a number on."""
        changes = self._session.library.changes()
        self._numbered_changes = tuple(change.id for change in changes)
        start = int(rest[:9]) - 1 if rest.isdecimal() and int(rest[:9]) else 0
        now = self._session.library.now()
        self._say(f"{counted(len(changes), 'change')}, the last one first.")
        for number, change in enumerate(changes[start : start + CHANGES_LISTED], start + 1):
            undone = "Undone" if change.undone else ""
            when = ago(change.at, now).capitalize()
            self._say(f"{number}. {sentences([aloud(change.what), when, undone])}")
        left = len(changes) - start - CHANGES_LISTED
        if left > 0:
            self._say(f"{left:,} more; “changes {start + CHANGES_LISTED + 1}” lists on.")
        if changes:
            self._say("“revert” and a number takes one back.")

    def _revert(self, rest: str) -> None:
        if not rest.isdecimal() or not 0 < int(rest[:9]) <= len(self._numbered_changes):
            self._say("Say the number of a change: “changes” lists them, “revert 3” takes back the third.")
            return
        change_id = self._numbered_changes[int(rest) - 1]
        nothing = "That change has no effect any more: it is undone, or everything was changed since."
        self._travel(self._session.library.revert(change_id), "Undid", nothing)
