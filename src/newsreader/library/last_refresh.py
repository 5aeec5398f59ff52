"""The last refresh of a store, whoever made it: its report outlives the process, and cron's is the reader's, too.

What feeds brought, and why they failed, is in their states. Only what no state tells is kept beside them: how the
refresh ended, and sentences that were told once.
"""

import json
import os
from asyncio import CancelledError
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self, cast

from newsreader.core.changes import FeedResult
from newsreader.core.errors import NewsreaderError, StoreError
from newsreader.core.events import (
    FeedRefreshed,
    Outcome,
    RefreshEvent,
    RefreshFinished,
    RefreshStarted,
    RefreshStopped,
    from_json,
    to_json,
)
from newsreader.core.feeds import FeedState
from newsreader.core.subscriptions import Subscription
from newsreader.library.library import Library
from newsreader.library.refresh_status import SAME, STOPPED, RefreshStatus, with_facts

if TYPE_CHECKING:
    from newsreader.library.health import NextChecks

_NOTE: Final = "last_refresh"
_BEGUN: Final = "last_refresh_begun"

UNENDED: Final = (
    "It has not come to its end: it is under way elsewhere, or it was broken off. What it has fetched is stored."
)
"""Of a refresh whose process was killed, or which another one is at."""


class _Kept(NamedTuple):
    """`run` names the refresh. `urls`: the feeds that were asked for, None: all. `told` by URL. Unix seconds."""

    run: str
    begun_at: int
    ended_at: int
    ended: RefreshFinished | RefreshStopped
    urls: frozenset[str] | None
    told: Mapping[str, FeedRefreshed]


class RefreshRecord:
    """Keeps what a refresh that begins now tells; also that it was stopped or failed, where that is inside of this.

    `urls`: the feeds that were asked for, None: all.
    """

    def __init__(self, library: Library, urls: Sequence[str] | None) -> None:
        self._library = library
        self._urls = urls
        self._begun_at = library.now()
        self._run = os.urandom(8).hex()
        self._told: list[FeedRefreshed] = []
        self._is_noted = False

    def hear(self, event: RefreshEvent) -> None:
        """Take in one event; the end of the refresh is written. Raises StoreError where it cannot be.

        That there is one is written with the first feed that is stored: before, the first write of a process would
        hold up the first request.
        """
        if not self._is_noted and not isinstance(event, RefreshStarted):
            if isinstance(event, FeedRefreshed) and event.outcome == "skipped":
                return
            self._is_noted = True
            with suppress(StoreError):  # who stores feeds tells what is wrong
                self._library.remember(_BEGUN, json.dumps(self._begun()))
        if isinstance(event, FeedRefreshed):
            if event.move is not None or (event.reason is not None and (event.new or event.changed or event.unchanged)):
                self._told.append(event)
        elif not isinstance(event, RefreshStarted):
            kept = {
                **self._begun(),
                "ended_at": self._library.now(),
                "ended": to_json(event),
                "told": [to_json(one) for one in self._told],
            }
            self._library.remember(_NOTE, json.dumps(kept, ensure_ascii=False))

    def _begun(self) -> dict[str, Any]:
        return {"run": self._run, "begun_at": self._begun_at, "urls": self._urls}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if isinstance(error, CancelledError | NewsreaderError):
            reason = STOPPED if isinstance(error, CancelledError) else str(error)
            with suppress(StoreError), self._library.impatient():  # what is told may be that it cannot be written
                self.hear(RefreshStopped(reason))


def latest(library: Library, own: RefreshStatus) -> RefreshStatus:
    """The last refresh: `own`, which this process has heard of, or one that another process has made since then.

    Raises StoreError where the store cannot be read.
    """
    if own.running:
        return own
    kept = _kept(library)
    if kept is None or (own.ended_at is not None and own.ended_at >= kept.ended_at):
        return own
    return _status(library, kept)


def _kept(library: Library) -> _Kept | None:
    ended, begun = _note(library, _NOTE), _note(library, _BEGUN)
    return ended if begun is None or (ended is not None and ended.run == begun.run) else begun


def _note(library: Library, key: str) -> _Kept | None:
    """What is kept of the refresh that was the last to end, or to begin; None where it cannot be read."""
    try:
        note = json.loads(library.recall(key) or "")
        ended = from_json(note["ended"]) if key == _NOTE else RefreshStopped(UNENDED)
        told = {one.url: one for one in map(from_json, note.get("told", ())) if isinstance(one, FeedRefreshed)}
        urls = None if note["urls"] is None else frozenset(note["urls"])
        begun_at = int(note["begun_at"])
        if isinstance(ended, RefreshFinished | RefreshStopped):
            return _Kept(note.get("run", ""), begun_at, int(note.get("ended_at", begun_at)), ended, urls, told)
    except (ValueError, TypeError, KeyError, AttributeError):  # of a newer version, which keeps it in another way
        pass
    return None


def _status(library: Library, kept: _Kept) -> RefreshStatus:
    from newsreader.library.health import NextChecks  # whoever refreshes has no need of it

    feeds = [feed for feed, _ in library.feeds()]
    status = RefreshStatus()
    status.hear(RefreshStarted(len(feeds)))
    if not (isinstance(kept.ended, RefreshFinished) and kept.ended.offline):
        checks, followed = NextChecks(library), library.following.by_url()
        for feed in feeds:
            if kept.urls is None or feed.url in kept.urls:
                status.hear(_event(feed, kept, checks, followed))
    urls = {feed.url for feed in feeds}
    status.moved += [told for url, told in kept.told.items() if told.move is not None and url not in urls]
    status.hear(kept.ended)
    status.ended_at = kept.ended_at
    return status


def _event(feed: FeedState, kept: _Kept, checks: "NextChecks", followed: Mapping[str, Subscription]) -> FeedRefreshed:
    """What was told of a feed then, or why it is not checked now where it was not checked then."""
    if feed.checked_at is None or feed.checked_at < kept.begun_at or feed.last_result is None:
        return FeedRefreshed(feed.url, "skipped", reason=checks.reason(feed))
    if (told := kept.told.get(feed.url)) is not None:
        return told
    new, changed, unchanged = feed.brought
    outcome = cast(Outcome, feed.last_result)
    same = outcome == "unchanged" and not unchanged
    event = FeedRefreshed(feed.url, outcome, new, changed, SAME if same else feed.error, unchanged)
    return with_facts(event, FeedResult(feed), followed.get(feed.url, Subscription(feed.url)), checks.waits)
