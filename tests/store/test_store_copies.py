"""Copies of an article: which are folded in which lists."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from clock import FakeClock
from newsreader.core.entries import EntryFilter
from newsreader.core.query import Words
from newsreader.core.subscriptions import Subscription
from newsreader.store import Store
from newsreader.store.database import Database
from newsreader.store.migrations import migrate
from newsreader.store.schema import MIGRATIONS
from store.world import OTHER_URL, URL, World, entry

ALL = EntryFilter(folded=True)
UNREAD = EntryFilter(read=False, folded=True)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def world(clock: FakeClock) -> World:
    """A by one feed; its copies B and C, and D, by the other. The newest is first in the alphabet."""
    world = World(Store.open(None, clock=clock), clock)
    now = clock.now()
    world.publish(entry("A", "ships", at=now - 10))
    others = [entry(title, "ships" if title == "B" else "", at=now - 20 - n) for n, title in enumerate("BCD")]
    world.publish(*others, url=OTHER_URL)
    fold(world, "A", "B", "C")
    return world


def fold(world: World, kept: str, *copies: str) -> None:
    world.store.copies.add((world.id_of(kept), world.id_of(copy)) for copy in copies)


def ids_of(world: World, titles: str) -> list[int]:
    return [world.id_of(title) for title in titles]


def listed(world: World, wanted: EntryFilter) -> str:
    """The titles of a list; its length is known without it, or counted alike."""
    titles = "".join(world.titles(wanted))
    assert world.store.entries.count(wanted) == len(titles)
    assert wanted.upto_id or world.store.entries.total(wanted) in (None, len(titles))
    assert world.store.entries.head(wanted) == (world.store.entries.ids(wanted), True)
    return titles


def test_copies_are_left_out_where_they_are_folded(world: World) -> None:
    assert listed(world, ALL) == "AD"
    assert listed(world, EntryFilter()) == "ABCD"
    assert world.store.copies.folded(world.id_of("A")) == ids_of(world, "BC")
    assert world.store.copies.kept_of(world.id_of("C")) == world.id_of("A")
    assert world.store.copies.kept_of(world.id_of("A")) is None


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        pytest.param(lambda world: EntryFilter(folded=True, feed_id=world.feed(OTHER_URL).id), "BCD", id="one feed"),
        pytest.param(lambda _: EntryFilter(folded=True, query=Words("ships")), "A", id="both found"),
        pytest.param(lambda _: EntryFilter(folded=True, query=Words("C")), "C", id="what is kept not found"),
        pytest.param(lambda world: EntryFilter(folded=True, since=world.clock.now() - 15), "A", id="since"),
        pytest.param(
            lambda world: EntryFilter(folded=True, after_id=world.id_of("A")), "D", id="arrivals of what is there"
        ),
        pytest.param(lambda world: EntryFilter(folded=True, upto_id=world.id_of("A")), "A", id="before they came"),
        pytest.param(lambda _: EntryFilter(folded=True, starred=True), "", id="starred"),
        pytest.param(lambda _: EntryFilter(folded=True, least_priority="must"), "", id="priority"),
    ],
)
def test_a_copy_is_left_out_only_where_what_is_kept_is_in_the_same_list(
    world: World, wanted: Callable[[World], EntryFilter], titles: str
) -> None:
    assert listed(world, wanted(world)) == titles


def test_what_is_unread_is_not_folded_under_what_was_read(world: World) -> None:
    world.mark("A")
    assert listed(world, UNREAD) == "BCD"
    assert listed(world, ALL) == "ABCD"
    world.mark("C")
    assert listed(world, ALL) == "ABD"
    world.mark("A", value=False)
    assert listed(world, UNREAD) == "AD"


def test_what_the_user_marked_is_a_row_of_its_own(world: World) -> None:
    states = world.store.states
    (b, c) = ids_of(world, "BC")
    world.mark("B", "starred")
    assert listed(world, ALL) == "ABD"
    for change in (
        states.set_later([c], True, what=str),
        states.tag([c], "chips", True, what=str),
        states.put_note(c, "call", what=str),
    ):
        assert change is not None
        assert listed(world, ALL) == "ABCD"
        world.store.journal.revert(change.id)
    assert listed(world, ALL) == "ABD"
    assert world.store.copies.of(world.id_of("A")) == [b, c]


def test_a_feed_that_is_to_show_its_copies_does(world: World) -> None:
    world.store.feeds.sync([Subscription(URL), Subscription(OTHER_URL, duplicates="show")])
    assert listed(world, ALL) == "ABCD"
    assert world.store.copies.folded(world.id_of("A")) == []
    world.store.feeds.sync([Subscription(URL), Subscription(OTHER_URL)])
    assert listed(world, ALL) == "AD"


def test_a_deleted_article_folds_nothing(world: World) -> None:
    change = world.store.states.delete([world.id_of("A")], True, what=str)
    assert listed(world, ALL) == "BCD"
    assert change is not None
    world.store.journal.revert(change.id)
    assert listed(world, ALL) == "AD"


def test_what_is_parted_stays_parted_until_that_is_undone(world: World) -> None:
    b, c = ids_of(world, "BC")
    assert world.store.copies.to_part(world.id_of("D")) == []
    assert world.store.copies.to_part(b) == [b]
    change = world.store.states.part([b], what=lambda count: f"Parted {count}")
    assert change is not None
    assert (change.what, list(change.ids)) == ("Parted 1", [b])
    assert listed(world, ALL) == "ABD"
    fold(world, "A", "B")
    assert listed(world, ALL) == "ABD", "what is found anew stays parted"
    assert world.store.copies.to_part(world.id_of("A")) == [c]
    world.store.journal.undo()
    assert listed(world, ALL) == "AD"
    world.store.journal.redo()
    assert listed(world, ALL) == "ABD"


def test_a_copy_of_a_copy_is_one_of_what_is_kept(world: World) -> None:
    fold(world, "B", "D")
    assert world.store.copies.of(world.id_of("A")) == ids_of(world, "BCD")
    fold(world, "D", "A")
    assert listed(world, ALL) == "A", "what is kept does not become a copy"


def test_what_became_a_copy_by_undoing_hides_nothing(world: World) -> None:
    b = world.id_of("B")
    world.store.states.part([b], what=str)
    fold(world, "B", "D")
    assert listed(world, ALL) == "AB"
    world.store.journal.undo()
    assert listed(world, ALL) == "AD", "D has its row, as B has none"


@pytest.mark.parametrize(("ids", "found"), [("A", "ABC"), ("AB", "ABC"), ("B", "B"), ("D", "D"), ("DA", "DABC")])
@pytest.mark.parametrize("many", [0, 2_000])
def test_what_is_folded_under_entries_goes_with_them(world: World, ids: str, found: str, many: int) -> None:
    others = range(10_000, 10_000 + many)
    wanted = [*ids_of(world, ids), *others]
    given = list(world.store.copies.and_folded(wanted))
    assert given[: len(wanted)] == wanted
    assert sorted([*given]) == sorted([*ids_of(world, found), *others])


def test_known_copies_are_told_from_others(world: World) -> None:
    world.store.states.part([world.id_of("B")], what=str)
    assert world.store.copies.known(ids_of(world, "ABCD")) == set(ids_of(world, "BC"))
    world.store.copies.add([(7_000, 8_000), (world.id_of("D"), world.id_of("D"))])
    assert world.store.copies.known([8_000, world.id_of("D")]) == set()


def test_pairs_go_with_their_entries(world: World) -> None:
    world.store.retention.remove(world.feed(OTHER_URL).id, [world.id_of("B")])
    assert world.store.copies.of(world.id_of("A")) == ids_of(world, "C")
    world.store.retention.remove(world.feed().id, [world.id_of("A")])
    assert listed(world, ALL) == "CD"


def test_with_many_copies_the_length_of_a_list_is_not_known_at_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsreader.store.entries.COPIES_LOOKED_AT", 1)
    assert world.store.entries.total(ALL) is None
    assert world.store.entries.total(EntryFilter()) == 4
    assert listed(world, ALL) == "AD"


@pytest.mark.parametrize(
    ("note", "copies"),
    [
        (json.dumps([[1, 2], [1, 3]]), [(2, 1), (3, 1)]),
        (json.dumps([[1, 2], [2, 3], [9, 1], [1, 1], [3, "x"], [], 7, "a", None, {}]), [(2, 1)]),
        ("[[1, 2", []),
        ("{}", []),
        ("7", []),
        (None, []),
    ],
)
def test_pairs_that_were_a_note_are_taken_over(path: Path, note: str | None, copies: Sequence[tuple[int, int]]) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(Database(connection, path, FakeClock()), MIGRATIONS[:10])
        connection.execute("INSERT INTO feed (id, url, own_title, position) VALUES (1, 'a', '', 0)")
        for number in (1, 2, 3):
            connection.execute(
                "INSERT INTO status (id, feed_id, uid, arrived_at, sort_at, listed) VALUES (?, 1, ?, 0, 0, 1)",
                (number, str(number)),
            )
        if note is not None:
            connection.execute("INSERT INTO note (key, value) VALUES ('also_in', ?)", (note,))
    with Store.open(path, clock=FakeClock()) as store:
        assert store._db.rows("SELECT id, kept FROM copy ORDER BY id") == list(copies)
        assert store.notes.get("also_in") is None
