"""Orders, headings and the threshold of a view, as a reader's session has them."""

import time

import pytest

from clock import FakeClock
from newsreader.core.entries import Order
from newsreader.core.subscriptions import Subscription, Subscriptions
from newsreader.library.arrangement import MOST_VIEWS, Arranged, Arrangement
from newsreader.library.groups import Group, day_names, group_at, groups_of, range_of
from newsreader.library.library import Library
from newsreader.library.session import ReadingSession
from newsreader.library.views import ALL, STARRED, View
from newsreader.store import orders
from stocked import library_of

DAY = 86_400


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def library(clock: FakeClock) -> Library:
    """Two feeds: a loud one that must be read, a quiet one that may be."""
    library = library_of({"loud": ["a", "b", "c", "d"], "quiet": ["x", "y"]}, clock)
    library.follow(
        Subscriptions(
            (
                Subscription("https://loud.example/", title="loud", priority="must"),
                Subscription("https://quiet.example/", title="quiet", priority="may"),
            )
        )
    )
    return library


def titles(session: ReadingSession) -> str:
    rows = [session.headlines.row(index) for index in range(len(session.headlines))]
    return "".join(row.title if row else "?" for row in rows)


@pytest.mark.parametrize(
    ("order", "expected", "headings"),
    [
        ("feed", "abcdxy", ["loud", "quiet"]),
        ("priority", "abcdxy", ["Must read", "May read"]),
        ("round robin", "xaybcd", []),
        ("oldest", "dcybxa", ["Today"]),
    ],
)
def test_a_view_keeps_its_order_and_its_headings_over_a_restart(
    library: Library, order: Order, expected: str, headings: list[str]
) -> None:
    session = ReadingSession(library)
    session.arrange(order, True)
    again = ReadingSession(library)
    if order in ("feed", "priority", "round robin"):
        assert titles(again) == expected
    assert [group.title for group in again.groups] == headings
    again.open_view(View("feed", "https://loud.example/"))
    assert again.arrangement.of(again.view) == Arranged()
    assert again.groups == ()


def test_the_cursor_keeps_its_entry_when_the_order_changes(library: Library) -> None:
    session = ReadingSession(library)
    session.cursor = titles(session).index("y")
    session.arrange("round robin", False)
    assert session.row is not None
    assert session.row.title == "y"


def test_the_threshold_goes_from_all_to_must_and_round(library: Library) -> None:
    session = ReadingSession(library)
    seen = []
    for _ in range(4):
        seen.append((session.arrangement.least, "".join(sorted(titles(session)))))
        session.tighten()
    assert seen == [(None, "abcdxy"), ("should", "abcd"), ("must", "abcd"), (None, "abcdxy")]
    assert ReadingSession(library).arrangement.least == "should"


def test_what_the_user_has_put_aside_is_listed_whatever_it_matters(library: Library) -> None:
    session = ReadingSession(library)
    library.set_flags(session.headlines.ids[:3], "starred", True)
    session.tighten()
    session.tighten()
    session.open_view(STARRED)
    assert len(session.headlines) == 3


def test_reading_on_leaves_out_what_matters_less(library: Library) -> None:
    session = ReadingSession(library)
    session.tighten()
    session.reread_outline()
    session.open_view(View("feed", "https://loud.example/"))
    library.set_flags(session.headlines.ids, "read", True)
    session.headlines.reread()
    assert not session.go_to_unread(1)


@pytest.mark.parametrize("order", ["feed", "priority", "round robin", "length"])
def test_the_next_unread_is_found_in_any_order(library: Library, order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreader.library.headlines.NEAR", 1)
    monkeypatch.setattr("newsreader.library.headlines._ASKED", 1)
    session = ReadingSession(library)
    session.arrange(order, False)
    ids = session.headlines.ids
    library.set_flags(ids[1:5], "read", True)
    session.headlines.reread()
    assert session.headlines.unread(0, 1) == 5
    assert session.headlines.unread(5, -1) == 0
    assert session.headlines.unread(5, 1) is None


def test_a_long_list_by_feed_gets_its_other_parts_with_its_rest(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orders, "AT_ONCE", 1)
    monkeypatch.setattr(orders, "HEAD", 2)
    headlines = library.headlines(ALL, order="feed")
    assert not headlines.whole
    assert len(headlines) == 2
    first = headlines.row(0)
    assert first is not None
    library.set_flag(first, "read", True)
    headlines.take(library.rest_of(headlines))
    assert len(headlines) == 6
    groups = groups_of(headlines, library.store, library.now())
    assert groups == (Group(0, "loud"), Group(4, "quiet"))
    row = headlines.row(4)
    assert row is not None
    assert row.feed_title == "quiet"


def test_an_entry_far_down_is_found_again_when_the_list_is_whole(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = ReadingSession(library)
    session.arrange("feed", False)
    session.cursor = 5
    session.remember_place()
    monkeypatch.setattr(orders, "AT_ONCE", 1)
    monkeypatch.setattr(orders, "HEAD", 2)
    again = ReadingSession(library)
    assert (again.headlines.whole, again.cursor) == (False, 0)
    again.headlines.whole_list()
    again.rest_came()
    assert again.cursor == 5


def test_an_entry_far_down_is_at_hand_after_orders_that_come_faster_than_whole_lists(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = ReadingSession(library)
    session.arrange("feed", False)
    session.cursor = 5
    entry = session.row
    monkeypatch.setattr(orders, "AT_ONCE", 1)
    monkeypatch.setattr(orders, "HEAD", 2)
    session.arrange("priority", False)
    session.arrange("feed", False)
    assert not session.headlines.whole
    session.headlines.whole_list()
    session.rest_came()
    assert session.row == entry


def test_who_moves_before_the_whole_list_comes_keeps_that_entry_in_the_next_order(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = ReadingSession(library)
    session.arrange("feed", False)
    session.cursor = 5
    monkeypatch.setattr(orders, "AT_ONCE", 1)
    monkeypatch.setattr(orders, "HEAD", 2)
    session.arrange("priority", False)
    session.cursor = 1 if session.cursor == 0 else 0
    entry = session.row
    session.arrange("feed", False)
    session.headlines.whole_list()
    session.rest_came()
    assert session.row == entry


def at(text: str) -> int:
    return int(time.mktime(time.strptime(text, "%Y-%m-%d %H:%M")))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-25 12:00", [(25, "Today"), (24, "Yesterday"), (23, "This week")]),
        ("2026-11-24 00:00", [(24, "Today"), (23, "Yesterday")]),
        ("2026-11-23 23:59", [(23, "Today"), (22, "Yesterday")]),
        ("2026-11-29 12:00", [(29, "Today"), (28, "Yesterday"), (23, "This week")]),
    ],
)
def test_the_days_of_a_week_that_begins_on_monday(now: str, expected: list[tuple[int, str]]) -> None:
    assert day_names(at(now))[:-1] == [(at(f"2026-11-{start} 00:00"), name) for start, name in expected]
    assert day_names(at(now))[-1][1] == "Earlier"


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_a_list_by_date_has_its_days(clock: FakeClock, order: Order) -> None:
    clock.advance((at("2026-11-25 12:00") - clock.now()) // DAY * DAY)
    library = library_of({"one": ["today"]}, clock)
    clock.advance(9 * DAY)
    groups = groups_of(library.headlines(ALL, order=order), library.store, library.now())
    assert groups == (Group(0, "Earlier"),)


def test_a_part_that_was_left_empty_has_no_heading(library: Library) -> None:
    headlines = library.headlines(ALL, order="feed")
    library.store.states.delete(headlines.ids[:4], True, what=str)
    headlines.follow_hidden(headlines.ids[:4])
    assert groups_of(headlines, library.store, library.now()) == (Group(0, "quiet"),)


GROUPS = (Group(0, "A"), Group(3, "B"), Group(4, "C"))


@pytest.mark.parametrize(("index", "number"), [(0, 0), (2, 0), (3, 1), (4, 2), (9, 2)])
def test_the_group_of_an_entry(index: int, number: int) -> None:
    assert group_at(GROUPS, index) == number
    assert index in range_of(GROUPS, number, 10)


def test_no_group_where_there_are_none() -> None:
    assert group_at((), 3) is None


@pytest.mark.parametrize(
    "kept", ["", "[]", '{"views": 3}', '{"views": {"all:": ["sideways", true]}, "least": "x"}', "{"]
)
def test_a_note_that_makes_no_sense_is_as_none(library: Library, kept: str) -> None:
    library.remember("arrangement", kept)
    arrangement = Arrangement(library, Arranged("oldest"))
    assert arrangement.of(ALL) == Arranged("oldest")
    assert arrangement.least is None


def test_no_more_views_are_kept_than_anyone_has(library: Library) -> None:
    arrangement = Arrangement(library, Arranged())
    for number in range(MOST_VIEWS + 1):
        arrangement.arrange(View("search", str(number)), Arranged("oldest"))
    again = Arrangement(library, Arranged())
    assert again.of(View("search", "0")) == Arranged()
    assert again.of(View("search", str(MOST_VIEWS))) == Arranged("oldest")
