"""A process that ends in the middle of a write, and one that writes at the same time."""

import random
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from clock import FakeClock
from newsreader.core.changes import FeedResult, NewEntry, RefreshPlan
from newsreader.core.entries import EntryFilter
from newsreader.core.errors import StoreBusyError, StoreError
from newsreader.core.feeds import EntryData, FeedData
from newsreader.core.query import Named, Or, Words
from newsreader.core.subscriptions import Subscription
from newsreader.store import Store
from packed import packed_entry
from store.world import World, entry

APPLY = """
class Slowly(list):
    def __iter__(self):
        for number, result in enumerate(super().__iter__()):
            if number == after:
                stop_here()
            yield result

def entry(uid, number):
    return EntryData(uid, "new", content_html=random.Random(number).randbytes(30_000).hex())

def plan(feed):
    return RefreshPlan(FeedData("x"), new=tuple(NewEntry(packed_entry(entry(f"{feed}-{n}", n)), n) for n in range(40)))

state = store.feeds.all()[0]
store.refreshes.apply(Slowly(FeedResult(state, plan(feed)) for feed in range(after + 1)))
"""
SET_FLAG = """
store.statuses.set_flag(EntryFilter(), "starred", True, what=lambda count: stop_here() or "Starred")
"""
CHILD = """
import random, sys
from pathlib import Path
from clock import FakeClock
from newsreader.core.changes import FeedResult, NewEntry, RefreshPlan
from newsreader.core.entries import EntryFilter
from newsreader.core.feeds import EntryData, FeedData
from newsreader.store import Store
from packed import packed_entry

after = int(sys.argv[2])

def stop_here():
    print("here", flush=True)
    sys.stdin.read()

store = Store.open(Path(sys.argv[1]), clock=FakeClock())
"""


@pytest.fixture
def on_disk(path: Path, clock: FakeClock) -> Iterator[World]:
    with Store.open(path, clock=clock) as store:
        yield World(store, clock)


def kill_in_the_middle(script: str, path: Path, after: int) -> None:
    """Run `script` until it calls stop_here, inside a transaction, and kill it there."""
    tests = str(Path(__file__).parents[1])
    with subprocess.Popen(
        [sys.executable, "-c", CHILD + script, str(path), str(after)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": tests},
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"here\n"
        child.send_signal(signal.SIGKILL)
        child.communicate()
        assert child.returncode == -signal.SIGKILL


@pytest.mark.parametrize("script", [APPLY, SET_FLAG], ids=["apply", "set_flag"])
@pytest.mark.parametrize("after", [1, 3])
def test_a_killed_write_is_undone_and_what_was_written_before_is_there(
    path: Path, clock: FakeClock, script: str, after: int
) -> None:
    with Store.open(path, clock=clock) as store:
        world = World(store, clock)
        world.publish(*(entry(str(number), "words", at=number) for number in range(50)))
        world.mark("7")
        for _ in range(2):
            kill_in_the_middle(script, path, after)
            assert world.titles(EntryFilter(read=True)) == ["7"]
    kill_in_the_middle(script, path, after)
    with Store.open(path, clock=clock) as store:
        assert store.upkeep.check() == []
        assert store.entries.count(EntryFilter()) == 50
        assert store.entries.count(EntryFilter(query=Words("words"))) == 50
        assert store.entries.count(EntryFilter(read=True)) == 1
        assert store.entries.count(EntryFilter(starred=True)) == 0
        change = store.journal.undo()
        assert change is not None
        assert len(change.ids) == 1


def test_a_busy_store_says_so_and_loses_nothing(on_disk: World, path: Path, clock: FakeClock) -> None:
    on_disk.publish(entry("A"))
    with Store.open(path, clock=clock) as other:
        on_disk.store._db.write("PRAGMA busy_timeout = 0")
        with other._db.transaction():
            assert on_disk.titles() == ["A"], "reading goes on"
            with pytest.raises(StoreError, match=r"is busy: another program .* try again"):
                on_disk.mark("A")
    on_disk.mark("A")
    assert on_disk.titles(EntryFilter(read=True)) == ["A"]


def test_what_can_be_done_later_does_not_wait_for_another_one(on_disk: World, path: Path, clock: FakeClock) -> None:
    with Store.open(path, clock=clock) as other:
        with other._db.transaction(), on_disk.store.impatient(), pytest.raises(StoreBusyError):
            on_disk.store.notes.put("place", "here")
        assert on_disk.store.notes.get("place") is None
        with on_disk.store.impatient():
            on_disk.store.notes.put("place", "here")
    assert on_disk.store.notes.get("place") == "here"


def test_a_write_waits_for_another_one_to_end(on_disk: World, path: Path, clock: FakeClock) -> None:
    on_disk.publish(entry("A"))
    entry_id = on_disk.id_of("A")
    with Store.open(path, clock=clock) as other:
        started = threading.Event()

        def mark() -> None:
            started.set()
            other.statuses.set_flag([entry_id], "read", True, what="Marked")

        thread = threading.Thread(target=mark)
        with on_disk.store._db.transaction():
            thread.start()
            assert started.wait(10)
            on_disk.store._db.write("UPDATE status SET starred = 1")
        thread.join(10)
    assert on_disk.titles(EntryFilter(read=True, starred=True)) == ["A"]


def test_a_read_mark_made_while_a_refresh_is_planned_wins(on_disk: World, path: Path, clock: FakeClock) -> None:
    on_disk.publish(entry("A", "old"))
    plan, state = on_disk.plan(entry("A", "new")), on_disk.feed()
    with Store.open(path, clock=clock) as reader:
        reader.statuses.set_flag(EntryFilter(), "read", True, what="Marked")
        on_disk.store.refreshes.apply([FeedResult(state, plan)])
        assert reader.entries.count(EntryFilter(read=True)) == 1


def test_a_full_disk_stores_nothing_by_half(on_disk: World) -> None:
    on_disk.publish(entry("A"))
    database = on_disk.store._db
    database.write(f"PRAGMA max_page_count = {database.value('PRAGMA page_count') + 20}")
    big = tuple(
        NewEntry(
            packed_entry(entry(f"{n}", "".join(chr(0x4E00 + (n * 7919 + i * i) % 20_000) for i in range(9_000)))), n
        )
        for n in range(40)
    )
    with pytest.raises(StoreError, match=r"The disk is full: nothing was written to .*newsreader.db\. Free some space"):
        on_disk.store.refreshes.apply([FeedResult(on_disk.feed(), RefreshPlan(FeedData("x"), new=big))])
    assert on_disk.titles() == ["A"]
    on_disk.mark("A")
    assert on_disk.store.upkeep.check() == []


def test_an_error_inside_a_transaction_undoes_it(on_disk: World) -> None:
    on_disk.publish(entry("A"))

    def fail(count: int) -> str:
        raise KeyError(count)

    with pytest.raises(KeyError):
        on_disk.store.statuses.set_flag(EntryFilter(), "read", True, what=fail)
    assert on_disk.titles(EntryFilter(read=True)) == []
    on_disk.mark("A")


def test_a_search_can_be_stopped(on_disk: World) -> None:
    def folded(text: str | None) -> str | None:
        on_disk.store.interrupt()
        return text

    on_disk.publish(entry("A"))
    on_disk.store._db.connection.create_function("folded", 1, folded)
    query = Or(tuple(Named("author", f"Я{number}") for number in range(200)))
    with pytest.raises(StoreError, match="The search was stopped"):
        on_disk.store.entries.ids(EntryFilter(query=query))


def test_closing_ends_what_another_thread_is_at(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "newsreader.db"
    with Store.open(path, clock=clock) as store:
        store.feeds.sync([Subscription("https://a.example/")])
        new = [EntryData(str(n), "new", content_html=random.Random(n).randbytes(1000).hex(" ")) for n in range(2000)]
        plan = RefreshPlan(FeedData("x"), new=tuple(NewEntry(packed_entry(data), 1) for data in new))
        store.refreshes.apply([FeedResult(store.feeds.all()[0], plan)], search_later=True)
    with Store.open(path, clock=clock) as watching:
        ended: list[BaseException] = []

        def index(store: Store) -> None:
            try:
                store.upkeep.index_all()
            except (StoreError, sqlite3.ProgrammingError) as error:
                ended.append(error)

        with Store.open(path, clock=clock) as store:
            thread = threading.Thread(target=index, args=(store,))
            thread.start()
            while watching.upkeep.unindexed(2000) == 2000:
                pass
        thread.join(20)
        assert not thread.is_alive()
        assert len(ended) == 1
        watching.notes.put("the lock", "is free")
        assert 0 < watching.upkeep.unindexed(2000) < 2000
        watching.upkeep.index_all()
        assert watching.upkeep.check() == []
