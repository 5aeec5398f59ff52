"""The flow of reading: the cursor, the list that stands still, going on over the feeds, the place kept."""

import pytest

from clock import FakeClock
from newsreader.core.errors import QueryError
from newsreader.core.subscriptions import SavedSearch, Subscriptions
from newsreader.library.session import ReadingSession
from newsreader.library.views import ALL, STARRED, TODAY, View
from stocked import library_of, stock

FEEDS = {"alpha": ["a1", "a2"], "beta": ["b1"], "gamma": ["g1", "g2"]}
FOLDERS = {"beta": "North", "gamma": "North/Far"}


def feed_view(name: str) -> View:
    return View("feed", f"https://{name}.example/", name)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def session(clock: FakeClock) -> ReadingSession:
    session = ReadingSession(library_of(FEEDS, clock, folders=FOLDERS))
    session.reread_outline()
    return session


def title(session: ReadingSession) -> str:
    assert session.row is not None
    return session.row.title


def read(session: ReadingSession) -> None:
    assert session.row is not None
    session.library.set_flag(session.row, "read", True)
    session.headlines.reread()


def titles(session: ReadingSession) -> list[str]:
    rows = [session.headlines.row(index) for index in range(len(session.headlines))]
    return [row.title for row in rows if row is not None]


def test_the_first_view_is_all_unread_newest_first(session: ReadingSession) -> None:
    assert session.view == ALL
    assert titles(session) == ["g1", "b1", "a1", "g2", "a2"]


def test_the_outline_has_the_smart_views_then_folders_with_their_feeds(session: ReadingSession) -> None:
    rows = [(row.depth, row.view.title, row.count) for row in session.outline]
    assert rows == [
        (0, "Today", 5),
        (0, "All unread", 5),
        (0, "Starred", 0),
        (0, "alpha", 2),
        (0, "North", 3),
        (1, "beta", 1),
        (1, "Far", 2),
        (2, "gamma", 2),
    ]


def test_what_must_be_read_is_counted_apart(session: ReadingSession) -> None:
    feeds = session.library.following.feeds
    session.library.follow(Subscriptions(tuple(one._replace(priority="must") for one in feeds[:1]) + feeds[1:]))
    session.reread_outline()
    assert {row.view.title: row.first for row in session.outline if row.first} == {"All unread": 2}
    session.library.follow(Subscriptions(tuple(one._replace(priority="must") for one in feeds)))
    session.reread_outline()
    assert not any(row.first for row in session.outline), "they are all the same"


def test_what_is_read_stays_in_the_list_until_it_is_opened_again(session: ReadingSession) -> None:
    read(session)
    assert titles(session) == ["g1", "b1", "a1", "g2", "a2"]
    session.reopen()
    assert titles(session) == ["b1", "a1", "g2", "a2"]


def test_reopening_keeps_the_cursor_on_its_entry(session: ReadingSession) -> None:
    read(session)
    session.cursor = 3
    session.reopen()
    assert title(session) == "g2"


def test_where_the_cursors_entry_has_gone_reopening_goes_on_with_the_next_below_it(session: ReadingSession) -> None:
    for session.cursor in range(3):
        read(session)
    session.reopen()
    assert titles(session) == ["g2", "a2"]
    assert title(session) == "g2"


def test_where_nothing_below_is_left_reopening_goes_to_the_nearest_above(session: ReadingSession) -> None:
    for session.cursor in (1, 3, 4):
        read(session)
    session.reopen()
    assert titles(session) == ["g1", "a1"]
    assert title(session) == "a1"


def test_what_goes_above_the_cursor_or_comes_back_there_does_not_move_it(session: ReadingSession) -> None:
    ids = list(session.headlines.ids)
    session.cursor = 3
    session.library.states.delete(ids[:2])
    session.follow_hidden(ids[:2])
    assert title(session) == "g2"
    session.library.undo()
    session.follow_hidden(ids[:2])
    assert (title(session), session.cursor) == ("g2", 3)


def test_where_the_cursors_entry_is_deleted_with_others_it_goes_to_the_next_that_is_left(
    session: ReadingSession,
) -> None:
    ids = list(session.headlines.ids)
    session.cursor = 1
    session.library.states.delete(ids[:3])
    session.follow_hidden(ids[:3])
    assert title(session) == "g2"


def test_arrivals_are_counted_and_not_pushed_in(session: ReadingSession, clock: FakeClock) -> None:
    session.cursor = 2
    stock(session.library.store, clock, "https://beta.example/", ["b0"])
    assert session.headlines.arrivals() == 1
    assert title(session) == "a1"
    session.reopen()
    assert "b0" in titles(session)
    assert title(session) == "a1"


def test_next_unread_goes_down_the_list_then_over_the_feeds_in_sidebar_order(session: ReadingSession) -> None:
    session.open_view(feed_view("alpha"))
    order = []
    for _ in range(5):
        order.append(title(session))
        read(session)
        going = session.go_to_unread(1)
    assert order == ["a1", "a2", "b1", "g1", "g2"]
    assert not going


def test_previous_unread_goes_up_and_back_over_the_feeds(session: ReadingSession) -> None:
    session.open_view(feed_view("gamma"))
    assert session.go_to_unread(-1)
    assert (title(session), session.view.title) == ("b1", "beta")
    assert session.go_to_unread(-1)
    assert (title(session), session.view.title) == ("a2", "alpha")


def test_next_unread_after_the_last_feed_goes_round_to_the_first(session: ReadingSession) -> None:
    session.open_view(feed_view("gamma"))
    session.cursor = 1
    assert session.go_to_unread(1)
    assert (title(session), session.view.title) == ("a1", "alpha")


def test_next_unread_from_a_folder_passes_the_feeds_inside_it(session: ReadingSession) -> None:
    session.open_view(View("folder", "North", "North"))
    session.cursor = len(session.headlines) - 1
    assert session.go_to_unread(1)
    assert session.view.title == "alpha"


def test_next_unread_comes_back_to_what_was_skipped_above(session: ReadingSession) -> None:
    session.open_view(ALL)
    session.cursor = 4
    read(session)
    assert session.go_to_unread(1)
    assert title(session) == "g1"


def test_nothing_moves_when_everything_is_read(session: ReadingSession) -> None:
    session.library.set_flags(session.headlines.ids, "read", True, "in All")
    session.headlines.reread()
    session.cursor = 2
    assert not session.go_to_unread(1)
    assert (session.cursor, session.view) == (2, ALL)


def test_next_unread_finds_the_only_unread_entry_of_a_long_list(clock: FakeClock) -> None:
    names = [f"s{number:03}" for number in range(600)]
    session = ReadingSession(library_of({"long": names}, clock))
    session.open_view(feed_view("long"))
    session.library.set_flags(session.headlines.ids[:550], "read", True)
    session.headlines.reread()
    assert session.go_to_unread(1)
    assert title(session) == "s550"


def test_unread_only_narrows_and_widens_the_list(session: ReadingSession) -> None:
    session.open_view(feed_view("alpha"))
    read(session)
    session.toggle_unread_only()
    assert titles(session) == ["a2"]
    session.toggle_unread_only()
    assert titles(session) == ["a1", "a2"]


def test_a_search_can_be_left_for_the_view_before_it(session: ReadingSession) -> None:
    session.open_view(feed_view("alpha"))
    session.open_view(View("search", "b1", "b1"))
    assert titles(session) == ["b1"]
    assert session.leave_search()
    assert session.view.title == "alpha"
    assert not session.leave_search()


def test_a_search_that_is_left_leads_back_to_the_entry_before_it(session: ReadingSession) -> None:
    session.cursor = 3
    before = session.row
    assert before is not None
    for _ in range(2):
        session.open_view(View("search", "a", "a"))
        session.open_view(View("search", "b", "b"))
    assert session.leave_search()
    assert session.row == before
    below = session.headlines.row(4)
    session.open_view(View("search", "a", "a"))
    session.library.set_flag(before, "read", True)
    session.leave_search()
    assert session.row == below


def test_a_mistyped_search_changes_nothing(session: ReadingSession) -> None:
    with pytest.raises(QueryError):
        session.open_view(View("search", '"open', "x"))
    assert session.view == ALL
    assert len(titles(session)) == 5


def test_a_saved_search_stands_in_the_outline_with_its_unread_count(clock: FakeClock) -> None:
    session = ReadingSession(library_of(FEEDS, clock, searches=[SavedSearch("Gs", "title:g1 OR title:g2")]))
    session.reread_outline()
    assert [(row.view.title, row.count) for row in session.outline][3] == ("Gs", 0), "not counted yet"
    session.count_searches()
    assert [(row.view.title, row.count) for row in session.outline][3] == ("Gs", 2)
    read(session)
    session.reread_outline()
    assert [(row.view.title, row.count) for row in session.outline][3] == ("Gs", 2), "as it was counted last"
    session.count_searches()
    assert [(row.view.title, row.count) for row in session.outline][3] == ("Gs", 1)


def test_the_place_survives_a_restart(session: ReadingSession) -> None:
    session.open_view(feed_view("gamma"))
    session.cursor = 1
    session.toggle_unread_only()
    session.remember_place()
    again = ReadingSession(session.library)
    assert (again.view.title, title(again), again.unread_only) == ("gamma", "g2", True)


def test_a_search_survives_a_restart_and_can_still_be_left(session: ReadingSession) -> None:
    session.open_view(View("search", "g1", "g1"))
    session.remember_place()
    again = ReadingSession(session.library)
    assert titles(again) == ["g1"]
    assert again.leave_search()
    assert again.view == ALL


@pytest.mark.parametrize("kept", ["", "nonsense", "[]", '{"view": 3}', '{"view": "feed:https://gone.example/"}'])
def test_a_place_that_means_nothing_any_more_is_all_unread(session: ReadingSession, kept: str) -> None:
    session.library.store.place.write(kept)
    assert ReadingSession(session.library).view == ALL


def test_starred_shows_read_ones_too(session: ReadingSession) -> None:
    assert session.row is not None
    session.library.set_flag(session.row, "starred", True)
    session.library.set_flags(session.headlines.ids, "read", True, "in All")
    session.open_view(STARRED)
    assert titles(session) == ["g1"]


def test_today_is_what_was_published_since_local_midnight(clock: FakeClock) -> None:
    library = library_of({"alpha": ["today"]}, clock)
    clock.advance(86_400)
    stock(library.store, clock, "https://alpha.example/", ["tomorrow"])
    session = ReadingSession(library)
    session.open_view(TODAY)
    assert titles(session) == ["tomorrow"]


@pytest.mark.parametrize(
    ("view", "names"),
    [
        (feed_view("beta"), ["beta"]),
        (View("folder", "North"), ["beta", "gamma"]),
        (ALL, ["gamma"]),
    ],
)
def test_refreshing_here_means_the_feeds_of_the_view_or_of_the_entry(
    session: ReadingSession, view: View, names: list[str]
) -> None:
    session.open_view(view)
    assert session.feed_urls() == [f"https://{name}.example/" for name in names]


# To one entry


def test_the_next_unread_of_a_feed_are_those_below_then_those_at_the_top(clock: FakeClock) -> None:
    library = library_of({"alpha": [f"a{number}" for number in range(8)], "beta": ["b"]}, clock)
    session = ReadingSession(library)
    session.open_view(feed_view("alpha"))
    rows = [session.headlines.row(index) for index in range(8)]
    ids = [one.id for one in rows if one is not None]
    feed_id = rows[0].feed_id if rows[0] else 0

    def after(number: int, limit: int = 5) -> list[str]:
        return [one.title for one in library.next_unread_of(feed_id, ids[number], limit=limit)]

    assert after(2) == ["a3", "a4", "a5", "a6", "a7"]
    assert after(5) == ["a6", "a7", "a0", "a1", "a2"]
    assert after(7, limit=20) == ["a0", "a1", "a2", "a3", "a4", "a5", "a6"]
    library.set_flags([ids[2], ids[3], ids[6]], "read", True)
    assert after(2) == ["a4", "a5", "a7", "a0", "a1"]
    library.set_flags(ids, "read", True)
    assert after(2) == []
    assert library.next_unread_of(feed_id, 10**9) == []


def test_going_to_an_entry_moves_in_the_list_or_opens_its_feed(session: ReadingSession) -> None:
    session.open_view(ALL)
    wanted = next(row for row in map(session.headlines.row, range(5)) if row is not None and row.title == "g2")
    assert session.go_to_entry(wanted)
    assert (session.view, title(session)) == (ALL, "g2")
    session.open_view(feed_view("alpha"))
    assert session.go_to_entry(wanted)
    assert (session.view, title(session)) == (feed_view("gamma"), "g2")


def test_an_entry_that_is_listed_no_more_is_not_gone_to(session: ReadingSession) -> None:
    session.unread_only = True
    session.open_view(feed_view("gamma"))
    wanted = session.row
    assert wanted is not None
    read(session)
    session.open_view(feed_view("alpha"))
    assert not session.go_to_entry(wanted)
    assert session.view == feed_view("alpha")


def test_the_next_feed_of_a_list_of_all_goes_round_again(session: ReadingSession) -> None:
    session.cursor = len(session.headlines) - 1
    last = session.row
    assert last is not None
    assert session.go_to_other_feed(1)
    row = session.row
    assert row is not None
    assert row.feed_id != last.feed_id
    session.cursor = 0
    assert session.go_to_other_feed(-1)
    assert session.cursor > 0


def test_from_a_smart_view_without_other_feeds_one_goes_on_to_all(session: ReadingSession) -> None:
    row = session.row
    assert row is not None
    session.library.set_flag(row, "starred", True)
    session.open_view(STARRED)
    assert session.go_to_other_feed(1)
    assert (session.view, session.row and session.row.feed_id != row.feed_id) == (ALL, True)


def test_where_no_other_feed_has_anything_unread_nothing_moves(session: ReadingSession) -> None:
    keep = session.row
    assert keep is not None
    others = [one.id for one in map(session.headlines.row, range(5)) if one and one.feed_id != keep.feed_id]
    session.library.set_flags(others, "read", True)
    session.library.set_flag(keep, "starred", True)
    for view in (ALL, STARRED, TODAY):
        session.open_view(view)
        before = session.row
        assert not session.go_to_other_feed(1)
        assert not session.go_to_other_feed(-1)
        assert (session.view, session.row) == (view, before)


def test_by_chance_one_comes_to_every_other_unread_entry(session: ReadingSession) -> None:
    session.open_view(feed_view("alpha"))
    for _ in range(3):
        before = title(session)
        assert session.go_to_random_unread()
        assert {before, title(session)} == {"a1", "a2"}
    for _ in range(2):
        read(session)
        session.go_to_random_unread()
    assert session.view == ALL
    seen = {title(session) for _ in range(50) if session.go_to_random_unread()}
    assert seen == {"b1", "g1", "g2"}


def test_the_last_unread_entry_stays_at_hand_by_chance(session: ReadingSession) -> None:
    row = session.row
    assert row is not None
    session.library.set_flags([one for one in session.headlines.ids if one != row.id], "read", True)
    session.open_view(feed_view("gamma") if row.title.startswith("g") else ALL)
    session.headlines.reread()
    before = session.view
    assert session.go_to_random_unread()
    assert (session.view, session.row and session.row.id) == (before, row.id)
    session.library.set_flag(row, "read", True)
    session.headlines.reread()
    assert not session.go_to_random_unread()
    assert session.view == before
