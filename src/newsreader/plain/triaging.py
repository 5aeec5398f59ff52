"""The triage session in plain mode: one unread article after the other, and a word for each verdict."""

import re
import time
from collections.abc import Callable, Sequence
from typing import Final

from newsreader.core.counting import counted
from newsreader.core.entries import EntrySummary
from newsreader.core.journal import Change
from newsreader.library.triage import Triage, Verdict, begin, resume
from newsreader.plain.articles import PlainArticles
from newsreader.plain.asides import UNTIL
from newsreader.plain.typed import moment_typed
from newsreader.plain.words import were

_VERDICTS: Final[dict[str, Verdict]] = {
    "read": "read",
    "m": "read",
    "star": "star",
    "s": "star",
    "later": "later",
    "b": "later",
    "skip": "skip",
    "n": "skip",
    "next": "skip",
    "snooze": "snooze",
    "w": "snooze",
}
_DONE: Final[dict[Verdict, str]] = {
    "read": "It is read. ",
    "star": "Starred. ",
    "later": "For later. ",
    "skip": "Skipped. ",
    "snooze": "Snoozed. ",
}
_WORDS: Final = "Type “read”, “star”, “later”, “skip”, “snooze tomorrow”, “text” to hear it all, “undo” or “stop”."


class PlainTriaging(PlainArticles):
    """The command of the session, and the lines typed while it goes on; see PlainReader."""

    monotonic: Callable[[], float] = staticmethod(time.monotonic)
    _triage: Triage | None = None
    _left = ""
    """What was said last of how long the rest will take."""

    def _begin_triage(self, rest: str) -> None:
        del rest
        place = self._session
        session = None if place.selection else resume(place.library)
        if session is None:
            ids = [place.headlines.ids[index] for index in place.headlines.unread_indexes()]
            chosen = place.selection.among(place.headlines.ids) if place.selection else ids
            name = place.view.title or place.view.name
            session = begin(place.library, name, chosen, unread=not place.selection)
        if not session.left:
            self._say("Nothing unread is listed here: there is nothing to judge.")
            return
        self._triage = Triage(place.library, session, monotonic=self.monotonic)
        self._left = ""
        waits = f" The session of “{session.then}” waits until this one is over." if session.then else ""
        self._say(f"Triage session: {counted(session.left, 'article')}.{waits} {_WORDS}")
        self._say_entry()

    def _say_entry(self, done: str = "") -> None:
        """The article at hand; `done` is what became of the one before."""
        assert self._triage is not None
        entry, session = self._triage.entry, self._triage.session
        if entry is None:
            self._say(f"{done}The session is over. {_spoken(session.summary)}")
            self._end_triage()
            return
        left = f", about {counted(session.minutes_left, 'minute')}" if session.minutes_left else ", less than a minute"
        new, self._left = left != self._left, left  # nobody wants to hear the same after every article
        self._say(f"{done}Article {session.at + 1:,} of {len(session.ids):,}{f'{left} left' if new else ''}.")
        self._say_article(entry, short=True)

    def _say_article(self, entry: EntrySummary, *, short: bool) -> None:
        self._say(self._article(entry, short=short) or "This article is gone from the store.")

    def _answer_in_triage(self, line: str) -> None:
        """Take a line for what it says of the article at hand."""
        assert self._triage is not None
        word, _, rest = line.strip().partition(" ")
        word = word.lower()
        entry = self._triage.entry
        if word in ("stop", "quit", "q", "back"):
            self._triage.keep()
            self._say(f"{counted(self._triage.session.left, 'article')} left; “triage” goes on with them.")
            self._end_triage()
        elif word in ("undo", "u"):
            taken = self._triage.take_back()
            self._say_entry("Taken back. " if taken else "There is no verdict to take back here. ")
        elif word in ("help", "?"):
            self._say(_WORDS)
        elif word == "text" and entry is not None:
            self._say_article(entry, short=False)
            self._session.library.states.note_opened([entry.id])
        elif (verdict := _VERDICTS.get(word)) is None:
            self._say(f"That is no verdict. {_WORDS}")
        elif verdict == "snooze" and not rest:
            self._say(UNTIL)
        else:
            self._triage.judge(verdict, lambda one: self._bring_about(verdict, one, rest))
            self._say_entry(_DONE[verdict])

    def _bring_about(self, verdict: Verdict, entry: EntrySummary, until: str) -> Sequence[Change | None]:
        library = self._session.library
        match verdict:
            case "read":
                return [library.set_flag(entry, "read", True)]
            case "star":
                return [library.set_flag(entry, "read", True), library.set_flag(entry, "starred", True)]
            case "later":
                return [library.set_flag(entry, "read", True), library.states.set_later([entry.id], True)]
            case "snooze":
                return [library.states.snooze([entry.id], moment_typed(until))]
            case _:
                return []

    def _end_triage(self) -> None:
        self._triage = None
        self._session.selection.clear()
        self._session.reopen()


def _spoken(summary: str) -> str:
    summary = summary.replace(" min:", " minutes:").replace("in 1 minutes:", "in 1 minute:")
    return re.sub(r"([\d,]+) read\b", lambda found: f"{found[1]} {were(found[1])} read", summary)
