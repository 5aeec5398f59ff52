"""How a refresh goes, for people: its events gathered into a line and a report."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from newsreader.core.changes import FeedResult
from newsreader.core.counting import counted
from newsreader.core.events import (
    FeedRefreshed,
    RefreshFinished,
    RefreshStarted,
    RefreshStopped,
    WorkerAlive,
    WorkerEvent,
    WorkerLost,
)
from newsreader.core.feeds import Brought, FeedState
from newsreader.core.health import is_alarming
from newsreader.core.schedule import next_try
from newsreader.core.subscriptions import Subscription

OFFLINE: Final = {
    False: "Offline: no feed could be reached.",
    True: "A login page of this network answers instead of the feeds: sign in with a browser.",
}
"""By whether it is for a login page."""

BY_ITSELF: Final = "; it is tried again by itself"
"""The part of what is told offline that is true while the reader is open."""

STOPPED: Final = "The refresh was stopped; what had been fetched is stored."

SAME: Final = "The document is the same as before."
"""Why nothing of a body was looked at."""


@dataclass(slots=True)
class RefreshStatus:
    """The refresh under way, or the last one. `ended` is the sentence of its end, "" while it runs or before any.

    `offline`: whether the last one that ended found this machine offline. `ended_at`: when that was, in Unix seconds,
    None before any, or where whoever listens has not said.
    """

    running: bool = False
    total: int = 0
    done: int = 0
    new: int = 0
    ended: str = ""
    ended_at: int | None = None
    offline: bool = False
    failed: list[FeedRefreshed] = field(default_factory=list)
    brought: list[FeedRefreshed] = field(default_factory=list)
    unchanged: list[FeedRefreshed] = field(default_factory=list)
    skipped: list[FeedRefreshed] = field(default_factory=list)
    moved: list[FeedRefreshed] = field(default_factory=list)

    def hear(self, event: WorkerEvent) -> None:
        """Take in one event."""
        match event:
            case RefreshStarted():
                self.running, self.total, self.done, self.new, self.ended = True, event.feeds, 0, 0, ""
                self.failed, self.brought, self.unchanged, self.skipped, self.moved = [], [], [], [], []
            case FeedRefreshed():
                self.done += 1
                self.new += event.new
                self._file(event)
            case RefreshFinished():
                asked_nobody = not (self.failed or self.brought or self.unchanged)
                self.offline = event.offline or (self.offline and asked_nobody)
                self._end(self._summary(event))
            case RefreshStopped() | WorkerLost():
                self._end(event.reason)
            case WorkerAlive():
                pass

    def _file(self, event: FeedRefreshed) -> None:
        if event.move is not None:
            self.moved.append(event)
        if event.outcome in ("failed", "gone"):
            self.failed.append(event)
        elif event.outcome == "skipped":
            self.skipped.append(event)
        elif event.new or event.changed:
            self.brought.append(event)
        else:
            self.unchanged.append(event)

    def _end(self, sentence: str) -> None:
        self.running = False
        self.ended = sentence

    def _summary(self, event: RefreshFinished) -> str:
        if event.offline:
            return f"{OFFLINE[event.login_page]} What is stored can be read{BY_ITSELF}."
        feeds = sum(1 for brought in self.brought if brought.new)
        parts = [f"{event.new:,} new in {counted(feeds, 'feed')}" if event.new else "Nothing new"]
        if event.failed:
            parts.append(f"{event.failed:,} failed")
        if self.moved:
            parts.append(f"{len(self.moved):,} moved")
        return " · ".join(parts)

    @property
    def answer(self) -> str:
        """`ended` for who has asked: of one feed that was skipped it says why."""
        return (self.skipped[0].reason if self.total == len(self.skipped) == 1 else None) or self.ended

    @property
    def more(self) -> bool:
        """Whether the report says more of what ended than `ended` does: why feeds failed, or where they moved."""
        return bool(self.failed or self.moved) and not self.offline

    @property
    def noteworthy(self) -> bool:
        """Whether the end of a refresh that nobody asked for is worth a message: not when nothing has happened.

        Nor when feeds have failed that may well be read the next time.
        """
        return (
            bool(self.new or self.moved)
            or any(event.alarm for event in self.failed)
            or not self.ended.startswith("Nothing new")
        )

    @property
    def progress(self) -> str:
        """ "17/48" while a refresh runs, else ""."""
        return f"{self.done}/{self.total}" if self.running else ""


def with_facts(
    event: FeedRefreshed, result: FeedResult, subscription: Subscription, waits: Mapping[str, int]
) -> FeedRefreshed:
    """`event` with what is stored of its feed: entries as before, or since when it fails and when it is tried again.

    `waits`: as of `core.schedule.host_waits`, this refresh included.
    """
    state = result.state
    if event.outcome in ("failed", "gone"):
        again = next_try(subscription, state, now=state.checked_at or 0, waits=waits)
        return event._replace(failing_since=state.failing_since, next_check_at=again, alarm=is_alarming(state))
    return event._replace(unchanged=result.plan.unchanged) if result.plan is not None else event


def counts_text(event: FeedRefreshed | Brought) -> str:
    """ "3 new, 1 changed, 26 unchanged"; what is zero is left out, "nothing new" where all is."""
    counts = {"new": event.new, "changed": event.changed, "unchanged": event.unchanged}
    return ", ".join(f"{count:,} {word}" for word, count in counts.items() if count) or "nothing new"


def result_text(feed: FeedState) -> str:
    """What the last check of a feed did: "updated: 3 new, 26 unchanged", "not-modified"; "none yet" before any."""
    if feed.last_result is None:
        return "none yet"
    return f"{feed.last_result}: {counts_text(feed.brought)}" if any(feed.brought) else feed.last_result
