import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from clock import FakeClock
from newsreader.core.changes import FeedResult
from newsreader.core.entries import EntryFilter
from newsreader.core.errors import StoreError
from newsreader.core.query import Words
from newsreader.store import Store
from newsreader.store.catching_up import catch_up
from newsreader.store.database import Database
from newsreader.store.failures import faults_told
from newsreader.store.search_index import Bodies, SearchIndex
from newsreader.store.upkeep import Census
from store.world import World, entry


def test_a_sound_store_has_no_problems(world: World) -> None:
    world.publish(entry("A", "text"))
    assert world.store.upkeep.check() == []


def test_orphans_are_found(world: World) -> None:
    world.publish(entry("A"))
    database = world.store._db
    database.write("PRAGMA foreign_keys = OFF")
    database.write("DELETE FROM status")
    database.write("DELETE FROM tally")
    assert world.store.upkeep.check() == [
        "1 rows of “entry” belong to nothing. Restore a backup if you miss something."
    ]


def test_an_entry_without_its_text_is_found(world: World) -> None:
    world.publish(entry("A"))
    world.store._db.write("DELETE FROM content")
    assert world.store.upkeep.check() == ["1 entries have lost their text. Restore a backup if you miss something."]


def test_a_search_index_that_lacks_entries_is_found_and_rebuilt(world: World) -> None:
    world.publish(entry("A", "apples"), entry("B", "pears"))
    world.store._db.write("INSERT INTO search (search) VALUES ('delete-all')")
    assert "lacks 2 entries" in world.store.upkeep.check()[0]
    world.store.upkeep.index_all()
    assert world.store.upkeep.check() == []
    assert world.find(Words("apples")) == {"A"}


def test_a_damaged_search_index_stops_neither_reading_nor_refreshing(world: World) -> None:
    world.publish(entry("A", "apples"))
    world.store._db.write("UPDATE search_data SET block = x'00' WHERE id > 1")
    world.publish(entry("A", "pears"), entry("B", "apples"))
    assert set(world.titles()) == {"A", "B"}
    assert world.store.upkeep.check()
    world.store.upkeep.index_all()
    assert world.store.upkeep.check() == []
    assert world.find(Words("apples")) == {"B"}
    assert world.find(Words("pears")) == {"A"}


def test_a_damaged_search_index_is_no_damage_of_the_store(world: World, tmp_path: Path) -> None:
    world.publish(entry("A", "apples"))
    world.store._db.write("UPDATE search_data SET block = x'00' WHERE id > 10")
    world.store.upkeep.backup(tmp_path / "copy.db")
    assert world.store.upkeep.check() == [
        "The search index is damaged. Searching is off until it has been rebuilt, which follows the next refresh."
    ]
    world.store.upkeep.index_all()
    assert world.find(Words("apples")) == {"A"}


@pytest.mark.parametrize(
    "told",
    [
        "malformed inverted index for FTS5 table main.search",  # SQLite 3.44
        'fts5: corruption found reading blob 137438953473 from table "search"',  # 3.51
    ],
)
def test_what_newer_versions_of_sqlite_tell_of_the_index_is_left_to_its_own_check(told: str) -> None:
    lost = "row 1 missing from index status_feed"
    assert faults_told([("ok",)]) == faults_told([(told,)]) == []
    assert faults_told([(told,), (lost,)]) == [lost]


def test_an_index_is_rebuilt_where_sqlite_lets_nobody_write_into_the_tables_behind_it(world: World) -> None:
    """As in its defensive mode, which is the usual one of some builds (sqlite.org/c3ref/c_dbconfig_defensive.html)."""

    def allowed(action: int, table: str | None, *_: str | None) -> int:
        return sqlite3.SQLITE_DENY if (action, table) == (sqlite3.SQLITE_UPDATE, "search_data") else sqlite3.SQLITE_OK

    world.publish(entry("A", "apples"))
    world.store._index.give_up()
    world.store._db.connection.set_authorizer(allowed)
    world.store.upkeep.index_all()
    assert world.find(Words("apples")) == {"A"}


def test_a_missing_search_table_is_rebuilt(world: World) -> None:
    world.publish(entry("A", "apples"))
    world.store._db.write("DROP TABLE search")
    with pytest.raises(StoreError):
        world.find(Words("apples"))
    world.publish(entry("B", "apples"))
    assert world.store.upkeep.search_state == "behind"
    world.store.upkeep.index_all()
    assert world.find(Words("apples")) == {"A", "B"}


def test_without_fts5_reading_works_and_searching_says_why_not(path: Path) -> None:
    with Store.open(path, clock=FakeClock(), search=False) as store:
        world = World(store, FakeClock())
        world.publish(entry("A", "apples"))
        world.publish(entry("A", "pears"))
        assert world.titles() == ["A"]
        assert store.upkeep.search_state == "missing"
        assert "FTS5" in store.upkeep.check()[0]
        store.upkeep.index_all()
        with pytest.raises(StoreError, match="Searching is off: the SQLite of this Python was built without FTS5"):
            world.find(Words("apples"))


def test_an_index_is_made_up_for_what_was_stored_without_fts5(path: Path) -> None:
    clock = FakeClock()
    with Store.open(path, clock=clock) as store:
        World(store, clock).publish(entry("A", "apples"), entry("B", "apples"))
    with Store.open(path, clock=clock, search=False) as store:
        World(store, clock).publish(entry("A", "pears"), entry("C", "pears"))
    with Store.open(path, clock=clock) as store:
        world = World(store, clock)
        with pytest.raises(StoreError, match="until the search index has been rebuilt"):
            world.find(Words("apples"))
        assert "out of date" in store.upkeep.check()[0]
        world.publish(entry("D", "apples"))
        store.upkeep.index_all()
        assert world.find(Words("apples")) == {"B", "D"}
        assert world.find(Words("pears")) == {"A", "C"}
        assert store.upkeep.check() == []


def test_everything_that_waits_is_indexed_at_once(world: World) -> None:
    world.publish(*(entry(f"{number}", f"apples {number}") for number in range(900)))
    world.store._index.give_up()
    assert world.store.upkeep.unindexed(1_000) == 900
    world.store.upkeep.index_all()
    assert world.store.upkeep.unindexed(1_000) == 0
    assert world.store.entries.count(EntryFilter(query=Words("apples"))) == 900
    assert world.find(Words("apples 899")) == {"899"}
    assert world.store.upkeep.check() == []
    world.store.upkeep.index_all()


def test_an_index_that_was_made_to_merge_all_at_once_merges_in_small_steps_before_it_catches_up(world: World) -> None:
    world.publish(entry("A", "apples"))
    database = world.store._db
    merging = "SELECT k, v FROM search_config WHERE k LIKE '%merge'"
    wanted: dict[str, int] = dict(database.rows(merging))
    assert wanted["crisismerge"] > 16, "FTS5's own"
    database.write("DELETE FROM search_config WHERE k LIKE '%merge'")
    world.store.refreshes.apply([FeedResult(world.feed(), world.plan(entry("B", "apples")))], search_later=True)
    world.store.upkeep.index_all()
    assert dict(database.rows(merging)) == wanted
    assert world.find(Words("apples")) == {"A", "B"}


class Interrupted(SearchIndex):
    """An index at whose third reading another process publishes."""

    def __init__(self, database: Database, publish: Callable[[], object]) -> None:
        super().__init__(database)
        self._publish = publish
        self._readings = 0

    def waiting_bodies(self, after: int, most: int) -> list[Bodies]:
        bodies = super().waiting_bodies(after, most)
        self._readings += 1
        if self._readings == 3:
            self._publish()
        return bodies


@pytest.mark.parametrize("reads", [True, False])
def test_what_another_process_changes_meanwhile_is_indexed_as_it_is(
    tmp_path: Path, clock: FakeClock, reads: bool
) -> None:
    path = tmp_path / "newsreader.db"
    with Store.open(path, clock=clock) as store, Store.open(path, clock=clock) as other:
        world, beside = World(store, clock), World(other, clock)
        world.publish(*(entry(f"{number:03}", "apples") for number in range(1_000)))
        store._index.give_up()
        changes = [entry(title, "pears") for title in ("000", "500", "999", "new")]
        interrupted = Interrupted(store._db, lambda: beside.publish(*changes))
        catch_up(store._db, interrupted, somebody_reads=lambda: reads)
        assert world.find(Words("pears")) == {"000", "500", "999", "new"}
        assert store.entries.count(EntryFilter(query=Words("apples"))) == 997
        assert store.upkeep.check() == []


def test_an_index_that_another_process_gives_up_meanwhile_is_made_anew(path: Path, clock: FakeClock) -> None:
    with Store.open(path, clock=clock) as store, Store.open(path, clock=clock, search=False) as other:
        world, beside = World(store, clock), World(other, clock)
        world.publish(*(entry(f"{number:03}", "apples") for number in range(1_000)))
        store._index.give_up()
        interrupted = Interrupted(store._db, lambda: beside.publish(entry("000", "pears"), entry("999", "pears")))
        catch_up(store._db, interrupted, somebody_reads=lambda: True)
        assert world.find(Words("pears")) == {"000", "999"}
        assert store.entries.count(EntryFilter(query=Words("apples"))) == 998
        assert store.upkeep.check() == []


def test_a_backup_is_a_whole_store(path: Path, tmp_path: Path) -> None:
    with Store.open(path, clock=FakeClock()) as store:
        World(store, FakeClock()).publish(entry("A"))
        store.upkeep.backup(tmp_path / "copy.db")
        with pytest.raises(StoreError, match="exists already"):
            store.upkeep.backup(tmp_path / "copy.db")
        with pytest.raises(StoreError, match="cannot be written"):
            store.upkeep.backup(tmp_path / "none" / "copy.db")
    with Store.open(tmp_path / "copy.db", clock=FakeClock()) as copy:
        assert copy.entries.count(EntryFilter()) == 1
        assert copy.upkeep.check() == []


def test_what_a_killed_backup_has_left_goes_a_day_later(world: World, tmp_path: Path) -> None:
    left, others = tmp_path / "copy.db.1.part", [tmp_path / "copy.db.2.part", tmp_path / "mine.db.part"]
    for file in (left, *others):
        file.touch()
    for file in (left, tmp_path / "mine.db.part"):
        os.utime(file, (0, 0))
    world.store.upkeep.backup(tmp_path / "copy.db")
    assert sorted(tmp_path.iterdir()) == sorted([tmp_path / "copy.db", *others])


def test_the_census_counts(world: World, path: Path) -> None:
    world.publish(entry("A"), entry("B"))
    world.mark("A")
    world.mark("B", "starred")
    assert world.store.upkeep.census() == Census(
        feeds=2, subscribed=2, entries=2, listed=2, unread=1, starred=1, changes=2
    )
    assert world.store.upkeep.size_bytes() > 10_000
    with Store.open(path, clock=FakeClock()) as store:
        assert store.upkeep.size_bytes() >= path.stat().st_size


def test_notes_are_kept_by_key(world: World) -> None:
    notes = world.store.notes
    assert notes.get("place") is None
    notes.put("place", "7")
    notes.put("place", "8\0\ud800")
    assert notes.get("place") == "8\ufffd"


def test_counts_that_are_wrong_are_found_and_set_right(world: World) -> None:
    world.publish(entry("A"), entry("B"))
    world.store._db.write("UPDATE tally SET unread = 7")
    assert world.store.upkeep.check() == ["The counts of 1 feeds were wrong; they have been set right."]
    assert world.store.upkeep.check() == []
    assert world.store.feeds.counts()[world.feed().id].unread == 2
