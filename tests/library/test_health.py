from clock import FakeClock
from newsreader.core.retention import DAY
from newsreader.library.health import NextChecks, feed_health
from stocked import library_of


def test_every_feed_has_its_last_entry_and_its_rate() -> None:
    clock = FakeClock()
    library = library_of({"quiet": ["Q"], "busy": ["A", "B", "C"], "empty": []}, clock)
    by_title = {one.feed.url: one for one in feed_health(library)}
    busy = by_title["https://busy.example/"]
    assert (busy.last_new_at, busy.per_week, busy.counts.entries) == (clock.now() - 60, 3.0, 3)
    assert by_title["https://empty.example/"].last_new_at is None


def test_a_feed_that_has_gone_quiet_stands_above_the_others() -> None:
    clock = FakeClock()
    library = library_of({"well": ["A"], "quiet": ["Q"]}, clock)
    clock.advance(91 * DAY)
    assert {one.trouble for one in feed_health(library)} == {"dormant"}


def test_it_is_said_why_a_feed_waits() -> None:
    clock = FakeClock()
    library = library_of({"well": ["A"]}, clock)
    assert NextChecks(library).reason(feed_health(library)[0].feed).startswith("It is due")


def test_a_check_that_is_overdue_is_told_to_come_with_the_next_refresh() -> None:
    clock = FakeClock()
    library = library_of({"well": ["A"]}, clock)
    state = library.store.feeds.all()[0]._replace(checked_at=clock.now() - 60)
    assert (NextChecks(library).at(state) or 0) > clock.now()
    clock.advance(40 * DAY)
    assert NextChecks(library).at(state) is None
