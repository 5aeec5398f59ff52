"""A triage session: one entry after the other, a verdict on each, and how long the rest will take.

It is a list that was made when it began; it can be left at any moment and taken up again, also after a restart. One
that was left waits while another one goes on, and is taken up when that is done.
"""

import json
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from newsreader.core.entries import EntrySummary
from newsreader.core.journal import Change
from newsreader.library.library import Library

Verdict = Literal["read", "star", "later", "skip", "snooze"]
VERDICTS: Final[tuple[Verdict, ...]] = ("read", "star", "later", "skip", "snooze")

MOST: Final = 20_000
"""Entries of one session at most; more are for the next one."""

LONGEST: Final = 90.0
"""Seconds for one entry that count; whoever takes longer was away."""

_USUAL: Final = 8.0
"""Seconds for an entry as long as nobody has been measured."""

_RECENT: Final = 20
"""The verdicts whose times make the pace."""

_KEY: Final = "triage"


@dataclass(slots=True)
class TriageSession:
    """Where the user is in a session. Times are in seconds of a clock that only goes forward.

    `ids` are the entries in their order, `at` is the index of the one at hand, len(ids) at the end. `verdicts` counts
    those given, `seconds` is what they took together, `pace` what the last ones took each. `depth` counts the sessions
    that wait for the end of this one, `then` is the title of the next of them, "" where none waits. `unread`: all of
    `ids` were unread when it began, so that what has been read otherwise meanwhile needs no verdict.
    """

    title: str
    ids: Sequence[int]
    at: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    pace: list[float] = field(default_factory=list)
    changes: list[tuple[Verdict, int, list[int]]] = field(default_factory=list)
    depth: int = 0
    then: str = ""
    unread: bool = False

    @property
    def left(self) -> int:
        """How many have no verdict yet."""
        return len(self.ids) - self.at

    @property
    def minutes_left(self) -> int:
        """About how many minutes the rest takes at the measured pace, 0 for less than half a minute."""
        usual = sum(self.pace) / len(self.pace) if self.pace else _USUAL
        return round(self.left * usual / 60)

    @property
    def progress(self) -> str:
        """ "38/112 · about 9 min left"; the number is that of the entry at hand."""
        if self.left == 0:
            return f"{len(self.ids):,}/{len(self.ids):,}"
        left = f"about {self.minutes_left:,} min left" if self.minutes_left else "less than a minute left"
        return f"{self.at + 1:,}/{len(self.ids):,} · {left}"

    @property
    def summary(self) -> str:
        """What was done, in a sentence."""
        done = [f"{self.verdicts[verdict]:,} {name}" for verdict, name in _DONE.items() if self.verdicts[verdict]]
        minutes = round(self.seconds / 60)
        took = f"{minutes:,} min" if minutes else "less than a minute"
        judged = sum(self.verdicts.values())
        return f"{judged:,} of {len(self.ids):,} in {took}: {', '.join(done)}." if judged else "Nothing was judged."


_DONE: Final[dict[Verdict, str]] = {
    "read": "read",
    "star": "starred",
    "later": "for later",
    "snooze": "snoozed",
    "skip": "skipped",
}


class Triage:
    """Runs a session over a library.

    Args:
        library: What the verdicts change.
        session: A new session, or one that was left.
        monotonic: Seconds of a clock that only goes forward.
    """

    def __init__(self, library: Library, session: TriageSession, *, monotonic: Callable[[], float]) -> None:
        self._library = library
        self.session = session
        self._monotonic = monotonic
        self._since = monotonic()
        _pass_over_done(library, session)

    @property
    def entry(self) -> EntrySummary | None:
        """The entry at hand, None at the end."""
        session = self.session
        return self._library.summary(session.ids[session.at]) if session.left else None

    def judge(self, verdict: Verdict, act: Callable[[EntrySummary], Sequence[Change | None]]) -> None:
        """Give a verdict on the entry at hand and go on; `act` brings it about.

        Raises:
            StoreError: It could not be stored, and the entry stays at hand; or the session could not be kept.
        """
        entry = self.entry
        if entry is None:
            return
        made = act(entry)
        session = self.session
        now = self._monotonic()
        took = min(now - self._since, LONGEST)
        self._since = now
        session.verdicts[verdict] += 1
        session.seconds += took
        session.pace = [*session.pace, took][-_RECENT:]
        session.changes.append((verdict, session.at, [change.id for change in made if change is not None]))
        session.at += 1
        _pass_over_done(self._library, session)
        self.keep()

    def take_back(self) -> bool:
        """Back to the entry before, its verdict undone; False at the beginning, or after a restart."""
        session = self.session
        if not session.changes:
            return False
        verdict, session.at, changes = session.changes.pop()
        for change in reversed(changes):
            self._library.revert(change)
        session.verdicts[verdict] -= 1
        if self.entry is None:  # removed meanwhile
            _pass_over_done(self._library, session)
        self._since = self._monotonic()
        self.keep()
        return True

    def keep(self) -> None:
        """Keep the session for later, or forget it at its end."""
        session = self.session
        kept = {
            "title": session.title,
            "ids": list(session.ids[session.at :]),
            "before": session.at,
            "verdicts": dict(session.verdicts),
            "seconds": session.seconds,
            "pace": session.pace,
            "then": session.then,
            "unread": session.unread,
        }
        self._library.remember(_key(session.depth), json.dumps(kept) if session.left else "")


def begin(library: Library, title: str, ids: Sequence[int], *, unread: bool = False) -> TriageSession:
    """A session over `ids`, the first MOST of them; one that was left waits until this one is done.

    `unread`: they are all unread.
    """
    session = TriageSession(title, array("q", ids[:MOST]), unread=unread)
    before = resume(library)
    if before is not None:
        session.depth, session.then = before.depth + 1, before.title
    return session


def resume(library: Library) -> TriageSession | None:
    """The session that was left last and is not done since, None where there is none."""
    last, session = None, _kept(library, 0)
    while session is not None:
        last, session = session, _kept(library, session.depth + 1)
    while last is not None:
        _pass_over_done(library, last)
        if last.left:
            return last
        library.remember(_key(last.depth), "")
        last = _kept(library, last.depth - 1) if last.depth else None
    return None


def _pass_over_done(library: Library, session: TriageSession) -> None:
    while session.left and _is_done(library, session):
        session.at += 1


def _is_done(library: Library, session: TriageSession) -> bool:
    """Whether the entry at hand was removed, deleted, snoozed or read meanwhile."""
    entry_id = session.ids[session.at]
    row = library.summary(entry_id)
    if row is None or (row.read and session.unread):
        return True
    return bool(library.store.states.hidden([entry_id]))


def _key(depth: int) -> str:
    return f"{_KEY}.{depth}" if depth else _KEY


def _kept(library: Library, depth: int) -> TriageSession | None:
    try:
        kept: dict[str, Any] = json.loads(library.recall(_key(depth)) or "{}")
        ids = array("q", [0] * int(kept["before"]) + [int(one) for one in kept["ids"]])
        verdicts: Counter[str] = Counter({name: int(kept["verdicts"].get(name, 0)) for name in VERDICTS})
        pace = [float(one) for one in kept["pace"]]
        session = TriageSession(str(kept["title"]), ids, int(kept["before"]), verdicts, float(kept["seconds"]), pace)
        session.depth, session.then = depth, str(kept.get("then", ""))
        session.unread = kept.get("unread") is True
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None
    return session if session.left else None
