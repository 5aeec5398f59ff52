"""Copies folded under an article in lists: read with it, unfolded below it, parted from it."""

import pytest

from clock import FakeClock
from newsreader.core.entries import EntryFilter, EntrySummary
from newsreader.library.folding import is_one_article
from newsreader.library.headlines import HeadlineList
from newsreader.library.library import Library
from newsreader.library.session import ReadingSession
from newsreader.library.unfolding import part, turn_fold
from newsreader.library.views import ALL, View
from newsreader.store.entries import HEAD
from stocked import library_of, stock

FOLDED = EntryFilter(folded=True)
BETA = View("feed", "https://beta.example/", "beta")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def library(clock: FakeClock) -> Library:
    """a0 a1 a2 of alpha, b0 b1 b2 of beta; b0 and b1 are copies of a0, b2 of a2."""
    library = library_of({"alpha": ["a0", "a1", "a2"], "beta": ["b0", "b1", "b2"]}, clock)
    add(library, "a0 b0", "a0 b1", "a2 b2")
    return library


def rows_of(library: Library) -> dict[str, EntrySummary]:
    last = library.store.entries.last_id()
    return {row.title: row for row in library.store.entries.summaries(range(1, last + 1))}


def add(library: Library, *pairs: str) -> None:
    rows = rows_of(library)
    library.store.copies.add((rows[kept].id, rows[copy].id) for kept, copy in map(str.split, pairs))


def titles(headlines: HeadlineList) -> str:
    rows = [headlines.row(index) for index in range(len(headlines))]
    assert [row.id if row is not None else 0 for row in rows] == headlines.ids.tolist()
    return " ".join(f"{'-' * (row.id in headlines.unfolded)}{row.title}" for row in rows if row is not None)


def shown(session: ReadingSession) -> str:
    """The list, with the cursor's row in brackets."""
    at = session.row.title if session.row is not None else ""
    return " ".join(f"[{word}]" if word.strip("-") == at else word for word in titles(session.headlines).split())


def unread(library: Library) -> str:
    return " ".join(title for title, row in sorted(rows_of(library).items()) if not row.read)


@pytest.mark.parametrize(
    ("names", "one"),
    [
        ("a1", True),
        ("b0", True),
        ("a0 b0", True),
        ("a0 b0 b1", True),
        ("b0 b1", True),
        ("a0 a1", False),
        ("a0 b0 a1", False),
        ("", False),
    ],
)
def test_a_key_for_one_article_changes_it_and_its_copies(library: Library, names: str, one: bool) -> None:
    rows = rows_of(library)
    assert is_one_article(library.store, [rows[name].id for name in names.split()]) is one


def go(session: ReadingSession, title: str) -> None:
    index = session.headlines.index_of(rows_of(session.library)[title].id)
    assert index is not None
    session.cursor = index


def test_a_list_has_one_row_for_all_copies_and_a_feed_its_own(library: Library) -> None:
    session = ReadingSession(library)
    assert shown(session) == "[a0] a1 a2"
    session.open_view(BETA)
    assert shown(session) == "[b0] b1 b2"
    assert titles(library.headlines(ALL)) == "b0 a0 b1 a1 b2 a2", "scripts have all"


@pytest.mark.parametrize("title", ["a0", "b0", "b1"])
def test_who_reads_one_copy_reads_all_in_one_change(library: Library, title: str) -> None:
    change = library.set_flag(rows_of(library)[title], "read", True)
    assert change is not None
    assert change.what == f"Marked read: {title} and 2 copies"
    assert (change.ids[0], len(change.ids)) == (rows_of(library)[title].id, 3)
    assert unread(library) == "a1 a2 b2"
    library.undo()
    assert unread(library) == "a0 a1 a2 b0 b1 b2"
    library.redo()
    library.set_flag(rows_of(library)[title], "read", False)
    assert unread(library) == "a0 a1 a2 b0 b1 b2"


def test_a_star_is_of_one_copy_alone_and_gives_it_a_row(library: Library) -> None:
    change = library.set_flag(rows_of(library)["b0"], "starred", True)
    assert change is not None
    assert change.what == "Marked starred: b0"
    assert shown(ReadingSession(library)) == "[b0] a0 a1 a2"
    library.set_flag(rows_of(library)["a0"], "read", True)
    assert unread(library) == "a1 a2 b0 b2"
    library.set_flag(rows_of(library)["b0"], "read", True)
    assert unread(library) == "a1 a2 b2"


def test_marking_what_is_listed_marks_what_is_folded_and_says_how_many(library: Library) -> None:
    listed = library.headlines(ALL, folded=True).ids
    assert library.count_with(listed, "read", False) == 6
    change = library.set_flags(listed, "read", True, "in All unread")
    assert change is not None
    assert change.what == "Marked 6 read in All unread"
    library.undo()
    assert unread(library) == "a0 a1 a2 b0 b1 b2"
    assert library.set_flags(listed, "starred", True) is not None
    assert library.count_with(listed, "starred", True) == 3


def test_marking_a_feeds_list_leaves_other_feeds_alone(library: Library) -> None:
    library.set_flags(library.headlines(BETA, folded=True).ids, "read", True)
    assert unread(library) == "a0 a1 a2"


def test_who_means_one_entry_alone_marks_no_other(library: Library) -> None:
    library.set_flags([rows_of(library)["a0"].id], "read", True, alone=True)
    assert unread(library) == "a1 a2 b0 b1 b2"


def test_what_is_put_away_takes_its_copies_along(library: Library) -> None:
    states, rows = library.states, rows_of(library)
    session = ReadingSession(library)
    deleted = states.delete([rows["a0"].id])
    assert deleted is not None
    assert deleted.what == "Deleted: a0 and 2 copies"
    session.follow_hidden([rows["a0"].id])
    assert shown(session) == "[a1] a2"
    assert shown(ReadingSession(library)) == "[a1] a2"
    library.undo()
    states.snooze([rows["a2"].id], "tomorrow")
    assert shown(ReadingSession(library)) == "[a0] a1"
    states.unsnooze([rows["a2"].id])
    assert shown(ReadingSession(library)) == "[a0] a1 a2"


def test_copies_unfold_below_their_article_and_fold_again(library: Library) -> None:
    session = ReadingSession(library)
    assert turn_fold(session) == 2
    assert shown(session) == "[a0] -b0 -b1 a1 a2"
    go(session, "a2")
    assert turn_fold(session) == 1
    assert shown(session) == "a0 -b0 -b1 a1 [a2] -b2"
    go(session, "b1")
    assert turn_fold(session) == -2
    assert shown(session) == "[a0] a1 a2 -b2"
    go(session, "a1")
    assert turn_fold(session) == 0
    assert shown(session) == "a0 [a1] a2 -b2"


def test_in_a_feeds_own_list_its_articles_copies_unfold_too(library: Library) -> None:
    session = ReadingSession(library)
    session.open_view(View("feed", "https://alpha.example/", "alpha"))
    assert turn_fold(session) == 2
    assert shown(session) == "[a0] -b0 -b1 a1 a2"


def test_what_has_a_row_already_does_not_unfold(library: Library) -> None:
    library.set_flags([rows_of(library)["a0"].id], "read", True, alone=True)
    session = ReadingSession(library)
    session.headlines = library.headlines(View("search", "feed:a", ""), folded=True)
    assert titles(session.headlines) == "b0 a0 b1 a1 a2"
    go(session, "a0")
    assert turn_fold(session) == 0


def test_an_unfolded_copy_keeps_the_cursor_when_the_list_is_opened_anew(library: Library) -> None:
    session = ReadingSession(library)
    turn_fold(session)
    go(session, "b1")
    session.reopen()
    assert shown(session) == "a0 -b0 [-b1] a1 a2"
    session.remember_place()
    assert shown(ReadingSession(library)) == "a0 -b0 [-b1] a1 a2"


def test_what_a_refresh_finds_to_be_a_copy_stays_until_the_list_is_opened_anew(
    library: Library, clock: FakeClock
) -> None:
    stock(library.store, clock, "https://beta.example/", ["b3"])
    session = ReadingSession(library)
    go(session, "b3")
    add(library, "a1 b3")
    assert shown(session) == "[b3] a0 a1 a2"
    session.reopen()
    assert shown(session) == "a0 a1 [-b3] a2"


def test_the_parts_of_a_list_move_with_what_is_unfolded(library: Library) -> None:
    headlines = library.headlines(ALL, order="feed", folded=True)
    library.set_flags([rows_of(library)["b2"].id], "starred", True)
    session = ReadingSession(library)
    session.headlines = headlines = library.headlines(ALL, order="feed", folded=True)
    assert titles(headlines) == "a0 a1 a2 b2"
    assert [start for start, _ in headlines.breaks] == [0, 3]
    add(library, "a1 b2")
    turn_fold(session)
    assert [start for start, _ in headlines.breaks] == [0, 5]
    turn_fold(session)
    assert [start for start, _ in headlines.breaks] == [0, 3]


@pytest.mark.parametrize(("title", "after"), [("a0", "[a0] b0 b1 a1 a2"), ("b1", "a0 -b0 [b1] a1 a2")])
def test_what_is_not_the_same_is_parted_for_good(library: Library, title: str, after: str) -> None:
    session = ReadingSession(library)
    turn_fold(session)
    go(session, title)
    change = part(session)
    assert change is not None
    assert change.what.startswith(f"Parted from others like it: {title}")
    assert shown(session) == after
    add(library, "a0 b0", "a0 b1")
    kept = "b0 a0 b1 a1 a2" if title == "a0" else "a0 b1 a1 a2"
    assert titles(library.headlines(ALL, folded=True)) == kept
    library.undo()
    assert titles(library.headlines(ALL, folded=True)) == "a0 a1 a2"


def test_what_has_no_copies_cannot_be_parted(library: Library) -> None:
    session = ReadingSession(library)
    go(session, "a1")
    assert part(session) is None


def test_a_copy_in_its_feeds_own_list_can_be_parted(library: Library) -> None:
    session = ReadingSession(library)
    session.open_view(BETA)
    assert part(session) is not None
    assert titles(library.headlines(ALL, folded=True)) == "b0 a0 a1 a2"


def test_an_empty_list_has_nothing_to_unfold_or_part() -> None:
    session = ReadingSession(library_of({"alpha": []}, FakeClock()))
    assert (turn_fold(session), part(session)) == (0, None)


def test_the_rest_of_a_long_list_comes_around_what_is_unfolded(clock: FakeClock) -> None:
    many = HEAD + 200
    library = library_of({"alpha": [f"a{n}" for n in range(many)], "beta": ["b0", "b1"]}, clock)
    add(library, "a0 b0", f"a{many - 1} b1")
    session = ReadingSession(library)
    headlines = session.headlines
    assert (headlines.whole, len(headlines)) == (False, many)
    assert turn_fold(session) == 1
    assert len(headlines) == many + 1
    for index in (HEAD + 20, HEAD + 5, many):
        row = headlines.row(index)
        assert row is not None
        assert (row.title, headlines.index_of(row.id)) == (f"a{index - 1}", index)
    headlines.whole_list()
    assert [row.title for n in range(3) if (row := headlines.row(n)) is not None] == ["a0", "b0", "a1"]
    assert len(headlines) == many + 1
    session.cursor = many
    assert turn_fold(session) == 1
    assert titles(headlines).endswith(f"a{many - 1} -b1")
