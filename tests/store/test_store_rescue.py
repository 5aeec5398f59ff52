"""What can be read of a damaged store is saved as a new one, and the damaged one is left as it is."""

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from clock import FakeClock
from newsreader.core.entries import EntryFilter
from newsreader.core.errors import StoreError
from newsreader.core.query import Words
from newsreader.store import Store
from newsreader.store.rescue import save_damaged
from store.world import OTHER_URL, URL, World, entry

PAGE = 4_096
MANY = 200


@pytest.fixture
def full(path: Path, clock: FakeClock) -> Path:
    """A store of 200 entries with ten stars, and something of everything else."""
    rng = random.Random(1)
    with Store.open(path, clock=clock) as store:
        world = World(store, clock)
        world.publish(*(entry(f"E{n}", f"word{n} {rng.randbytes(600).hex()}", at=n, uid=f"u{n}") for n in range(MANY)))
        world.publish(entry("other", at=1), url=OTHER_URL)
        ids = list(store.entries.ids(EntryFilter()))
        store.statuses.set_flag(ids[:10], "starred", True, what="Starred")
        store.statuses.set_flag(ids[5:50], "read", True, what="Read")
        store.states.tag(ids[:3], "chips", True, what=str)
        store.states.put_note(ids[0], "a note", what=str)
        store.states.set_later(ids[3:6], True, what=str)
        store.states.delete(ids[60:62], True, what=str)
        store.retention.remove(world.feed().id, ids[100:105])
        store.notes.put("place", "here")
    return path


@contextmanager
def rescued(path: Path, clock: FakeClock) -> Iterator[Store]:
    """The store that a check of the damaged one has saved; it was told of, and the damaged one stays as it was."""
    before = path.read_bytes()
    with Store.open(path, clock=clock) as store:
        said = store.upkeep.check()
    assert "is damaged" in said[0]
    assert re.search(r"What can be read of the damaged store, [\d,]+ entr.* was saved to .*db\.rescued", said[-1])
    assert path.read_bytes() == before
    with Store.open(path.with_name("newsreader.db.rescued"), clock=clock) as store:
        store.upkeep.index_all()
        assert store.upkeep.check() == []
        yield store


def spoil(path: Path, page: int) -> None:
    content = bytearray(path.read_bytes())
    content[(page - 1) * PAGE : page * PAGE] = b"\xa5" * PAGE
    path.write_bytes(content)


def root_of(path: Path, name: str, clock: FakeClock) -> int:
    with Store.open(path, clock=clock) as store:
        root: int = store._db.value("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,))
    return root


@pytest.mark.parametrize(
    "name", ["status_starred", "status_listed", "sqlite_autoindex_status_1", "search_data", "tally", "entry_tag_id"]
)
def test_nothing_is_lost_where_an_index_or_a_count_is_damaged(full: Path, clock: FakeClock, name: str) -> None:
    spoil(full, root_of(full, name, clock))
    with rescued(full, clock) as store:
        assert store.entries.count(EntryFilter()) == MANY + 1 - 2 - 5
        assert store.entries.count(EntryFilter(starred=True)) == 10
        assert store.entries.count(EntryFilter(read=True)) == 45
        assert store.feeds.counts()[1].starred == 10
        top = store.entries.ids(EntryFilter())[0]
        assert store.states.of([top])[top].note == "a note"
        assert store.states.of([top])[top].tags == ("chips",)
        assert len(store.entries.kept(EntryFilter(), "later")) == 3
        assert store.notes.get("place") == "here"
        assert len(store.entries.ids(EntryFilter(query=Words("word7")))) == 1
        assert store._db.value("SELECT count(*) FROM tombstone") == 5
        while store.journal.undo() is not None:
            pass
        assert store.entries.count(EntryFilter(starred=True)) == 0


def test_a_feed_that_is_lost_loses_no_star(full: Path, clock: FakeClock) -> None:
    spoil(full, root_of(full, "feed", clock))
    with rescued(full, clock) as store:
        assert store.entries.count(EntryFilter(starred=True)) == 10
        assert store.feeds.all() == []


def test_where_a_page_of_texts_is_damaged_the_others_stay_and_the_refresh_brings_them(
    full: Path, clock: FakeClock
) -> None:
    with Store.open(full, clock=clock) as store:
        packed = store._db.value("SELECT html FROM content WHERE id = 90")
    spoil(full, full.read_bytes().index(packed[20:200]) // PAGE + 1)
    with rescued(full, clock) as store:
        assert store.entries.count(EntryFilter(starred=True)) == 10
        assert store.entries.count(EntryFilter()) == MANY + 1 - 2 - 5
        lost = store._db.ids("SELECT id FROM content WHERE html = x''")
        assert 90 in lost
        assert len(lost) < 12
        (uid, title) = store._db.rows(
            "SELECT s.uid, e.title FROM status s JOIN entry e ON e.id = s.id WHERE e.id = 90"
        )[0]
        World(store, clock).publish(entry(title, "here again", at=89, uid=uid), url=URL)
        mended = store.entries.get(90)
        assert mended is not None
        assert mended.content_html == "here again"


def test_a_headline_that_is_lost_loses_neither_star_nor_text(full: Path, clock: FakeClock) -> None:
    body = full.read_bytes()
    with Store.open(full, clock=clock) as store:
        (top,) = store.entries.summaries(store.entries.ids(EntryFilter())[:1])
    spoil(full, body.index(top.title.encode()) // PAGE + 1)
    with rescued(full, clock) as store:
        assert store.entries.count(EntryFilter(starred=True)) == 10
        entry_lost = store.entries.get(top.id)
        assert entry_lost is not None
        assert entry_lost.title == "The headline is lost"
        assert "word" in entry_lost.content_html
        uid = entry_lost.uid
        World(store, clock).publish(entry(top.title, "here again", uid=uid), url=URL)
        assert [row.title for row in store.entries.summaries([top.id])] == [top.title]


def test_a_text_that_became_another_kind_of_value_is_a_text_again(full: Path, clock: FakeClock) -> None:
    with Store.open(full, clock=clock) as store:
        (top,) = store.entries.summaries(store.entries.ids(EntryFilter())[:1])
    content = bytearray(full.read_bytes())
    at = content.index(f"{top.title}".encode())
    length = 13 + 2 * len(top.title)  # a text of so many bytes (https://sqlite.org/fileformat2.html, 2.1)
    header = content.rindex(bytes([length]), at - 20, at)
    content[header] = length - 1
    full.write_bytes(content)
    with rescued(full, clock) as store:
        assert [row.title for row in store.entries.summaries([top.id])] == [top.title]


@pytest.mark.parametrize("numbers", [None, "garbage", 0, -1, 1 << 60])
def test_where_it_is_lost_how_many_entries_there_were_all_are_saved(
    full: Path, clock: FakeClock, numbers: str | int | None
) -> None:
    if numbers is None:
        spoil(full, root_of(full, "sqlite_sequence", clock))
    else:
        with Store.open(full, clock=clock) as store:
            store._db.write("UPDATE sqlite_sequence SET seq = ?", (numbers,))
        spoil(full, root_of(full, "status_starred", clock))
    with rescued(full, clock) as store:
        assert store.entries.count(EntryFilter()) == MANY + 1 - 2 - 5
        assert store.entries.count(EntryFilter(starred=True)) == 10
        assert len(store.feeds.all()) == 2


def test_of_a_store_that_has_lost_its_end_the_rest_is_saved(full: Path, clock: FakeClock) -> None:
    content = full.read_bytes()
    full.write_bytes(content[: len(content) * 2 // 3 // PAGE * PAGE])
    with pytest.raises(StoreError, match="run “newsreader doctor”, which saves what can be read of it"):
        Store.open(full, clock=clock)
    assert "10 of them starred, was saved to" in save_damaged(full, clock)
    with Store.open(full.with_name("newsreader.db.rescued"), clock=clock) as store:
        assert store.entries.count(EntryFilter(starred=True)) == 10


def test_a_copy_of_a_damaged_store_is_no_backup(full: Path, clock: FakeClock, tmp_path: Path) -> None:
    spoil(full, root_of(full, "status_starred", clock))
    target = tmp_path / "copy.db"
    with (
        Store.open(full, clock=clock) as store,
        pytest.raises(StoreError, match="is damaged, and so would the copy be: nothing was written"),
    ):
        store.upkeep.backup(target)
    assert list(tmp_path.glob("copy.db*")) == []


def test_of_what_is_no_store_nothing_is_saved(path: Path, clock: FakeClock) -> None:
    path.write_bytes(b"\xa5" * PAGE * 3)
    assert "Nothing of the damaged store can be read" in save_damaged(path, clock)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("seed", range(6))
def test_whatever_pages_are_damaged_what_is_saved_is_sound(full: Path, clock: FakeClock, seed: int) -> None:
    rng = random.Random(seed)
    pages = full.stat().st_size // PAGE
    for _ in range(rng.randrange(1, 6)):
        spoil(full, rng.randrange(3, pages + 1))
    before = full.read_bytes()
    try:
        with Store.open(full, clock=clock) as store:
            said = store.upkeep.check()
    except StoreError as error:
        assert "is damaged. It was left as it is" in str(error)
        return
    assert full.read_bytes() == before or not said
    saved = full.with_name("newsreader.db.rescued")
    if not saved.exists():
        assert not said or "Nothing of the damaged store can be read" in said[-1]
        return
    with Store.open(saved, clock=clock) as store:
        store.upkeep.index_all()
        assert store.upkeep.check() == []
        assert store.entries.count(EntryFilter())
