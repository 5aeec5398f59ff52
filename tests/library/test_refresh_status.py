"""What a refresh tells when it is over."""

from typing import Any

import pytest

from newsreader.core.events import (
    FeedRefreshed,
    Outcome,
    RefreshFinished,
    RefreshStarted,
    RefreshStopped,
    WorkerAlive,
    WorkerEvent,
    WorkerLost,
)
from newsreader.core.feeds import Brought, FeedState
from newsreader.library.refresh_status import RefreshStatus, counts_text, result_text

WAITS = "Its server asked to be left alone; it is tried again in 2 hours."


def over(*feeds: FeedRefreshed, offline: bool = False, before: RefreshStatus | None = None) -> RefreshStatus:
    status = before or RefreshStatus()
    status.hear(RefreshStarted(len(feeds)))
    for feed in feeds:
        status.hear(feed)
    status.hear(RefreshFinished(len(feeds), 0, 0, 0, 0.1, offline=offline))
    return status


def test_who_asks_for_a_feed_that_is_skipped_is_told_why() -> None:
    skipped = FeedRefreshed("http://a.example/", "skipped", reason=WAITS)
    assert over(skipped).answer == WAITS
    assert over(skipped, skipped).answer == over(skipped).ended == "Nothing new"
    assert over(FeedRefreshed("http://a.example/", "unchanged", reason="The same.")).answer == "Nothing new"


def test_a_refresh_that_asked_nobody_is_no_sign_of_a_network() -> None:
    offline = over(FeedRefreshed("http://a.example/", "failed"), offline=True)
    assert offline.offline
    assert over(FeedRefreshed("http://a.example/", "skipped"), before=offline).offline
    assert not over(FeedRefreshed("http://a.example/", "not-modified"), before=offline).offline


def fed(outcome: Outcome, **facts: Any) -> FeedRefreshed:
    return FeedRefreshed("http://a.example/", outcome, **facts)


@pytest.mark.parametrize(
    ("feeds", "ended"),
    [
        ([fed("unchanged")], "Nothing new"),
        ([fed("updated", new=2), fed("updated", new=1_000), fed("updated", changed=3)], "1,002 new in 2 feeds"),
        ([fed("updated", new=1), fed("failed"), fed("gone")], "1 new in 1 feed · 2 failed"),
        ([fed("not-modified", move="It has moved."), fed("failed")], "Nothing new · 1 failed · 1 moved"),
    ],
)
def test_a_refresh_ends_with_what_came_failed_and_moved(feeds: list[FeedRefreshed], ended: str) -> None:
    status = RefreshStatus()
    status.hear(RefreshStarted(len(feeds)))
    for number, feed in enumerate(feeds):
        assert status.progress == f"{number}/{len(feeds)}"
        status.hear(feed)
    failed = sum(feed.outcome in ("failed", "gone") for feed in feeds)
    status.hear(RefreshFinished(len(feeds), sum(feed.new for feed in feeds), 0, failed, 0.1))
    assert (status.ended, status.progress, status.running) == (ended, "", False)


@pytest.mark.parametrize(
    ("feed", "where"),
    [
        (fed("updated", new=1), "brought"),
        (fed("updated", changed=1), "brought"),
        (fed("unchanged", unchanged=3), "unchanged"),
        (fed("not-modified"), "unchanged"),
        (fed("skipped"), "skipped"),
        (fed("failed"), "failed"),
        (fed("gone"), "failed"),
    ],
)
def test_each_feed_stands_in_one_part_of_the_report(feed: FeedRefreshed, where: str) -> None:
    status = over(feed)
    parts = {name: getattr(status, name) for name in ("brought", "unchanged", "skipped", "failed", "moved")}
    assert parts == {name: [feed] if name == where else [] for name in parts}
    status.hear(RefreshStarted(0))
    assert not any(getattr(status, name) for name in parts)


@pytest.mark.parametrize(
    ("feed", "noteworthy", "more"),
    [
        (fed("unchanged"), False, False),
        (fed("updated", changed=1), False, False),
        (fed("updated", new=1), True, False),
        (fed("failed"), False, True),
        (fed("failed", alarm=True), True, True),
        (fed("unchanged", move="It has moved."), True, True),
    ],
)
def test_what_nobody_asked_for_is_told_where_something_happened(
    feed: FeedRefreshed, noteworthy: bool, more: bool
) -> None:
    status = over(feed)
    assert (status.noteworthy, status.more) == (noteworthy, more)


def test_offline_is_worth_a_message_and_the_report_says_no_more() -> None:
    status = over(fed("failed"), offline=True)
    assert status.noteworthy
    assert not status.more
    assert status.ended == "Offline: no feed could be reached. What is stored can be read; it is tried again by itself."


@pytest.mark.parametrize("event", [RefreshStopped("Stopped."), WorkerLost("Stopped.")])
def test_a_refresh_that_ends_early_says_why(event: WorkerEvent) -> None:
    status = RefreshStatus()
    status.hear(RefreshStarted(2))
    status.hear(WorkerAlive())
    assert status.running
    status.hear(event)
    assert (status.ended, status.running, status.noteworthy) == ("Stopped.", False, True)


@pytest.mark.parametrize(
    ("brought", "text"),
    [
        (Brought(), "nothing new"),
        (Brought(1_200), "1,200 new"),
        (Brought(3, 1, 26), "3 new, 1 changed, 26 unchanged"),
        (Brought(0, 0, 5), "5 unchanged"),
    ],
)
def test_counts_leave_out_what_is_zero(brought: Brought, text: str) -> None:
    assert counts_text(brought) == text


@pytest.mark.parametrize(
    ("last_result", "brought", "text"),
    [
        (None, Brought(), "none yet"),
        ("not-modified", Brought(), "not-modified"),
        ("updated", Brought(2), "updated: 2 new"),
    ],
)
def test_the_last_check_of_a_feed_in_words(last_result: str | None, brought: Brought, text: str) -> None:
    assert result_text(FeedState(1, "http://a.example/", "A", last_result=last_result, brought=brought)) == text
