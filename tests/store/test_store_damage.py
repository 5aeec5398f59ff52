"""Bytes that have changed on the disk: everything else goes on, and what is lost is said in a sentence."""

import random
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clock import FakeClock
from newsreader.core.entries import EntryFilter
from newsreader.core.errors import ChangedSinceError, StoreError
from newsreader.core.query import Words
from newsreader.core.retention import Keep
from newsreader.store import Store
from newsreader.store.failures import DamagedTextError
from newsreader.store.migrations import copy_to
from newsreader.store.packer import Packer
from store.world import World, entry

LONG = " ".join(f"word{number}" for number in range(500))
SAID = "The text of this article is damaged in the store"


def garble(world: World, title: str, html: bytes = b"\x28\xb5\x2f\xfd nothing that was packed") -> None:
    world.store._db.write("UPDATE content SET html = ? WHERE id = ?", (html, world.id_of(title)))


@pytest.fixture
def two(world: World) -> World:
    world.publish(entry("A", LONG, at=1), entry("B", f"{LONG} rare", at=2))
    return world


@pytest.mark.parametrize("html", [b"?", b"\x28\xb5\x2f\xfd", Packer().pack(b"\xff\xfe"), Packer().pack(b"words")[:-1]])
def test_a_damaged_text_is_a_sentence_in_its_place(two: World, html: bytes) -> None:
    garble(two, "A", html)
    damaged, sound = two.store.entries.get(two.id_of("A")), two.store.entries.get(two.id_of("B"))
    assert damaged is not None
    assert SAID in damaged.content_html
    assert sound is not None
    assert sound.content_html == f"{LONG} rare"
    assert two.store.excerpts.html(two.id_of("A")) == ""


def test_any_bytes_in_place_of_a_text_are_a_sentence_or_a_text(two: World) -> None:
    rng = random.Random(5)
    packed = Packer().pack(LONG.encode())
    for _ in range(300):
        garbled = bytearray(packed)
        garbled[rng.randrange(len(garbled))] = rng.randrange(256)
        garble(two, "A", bytes(garbled))
        assert two.store.entries.get(two.id_of("A")) is not None


def test_a_damaged_text_stops_neither_refreshing_nor_pruning_nor_searching(two: World) -> None:
    garble(two, "A")
    two.publish(entry("A", "mended", at=1), entry("B", f"{LONG} rare", at=2))
    changed = two.store.entries.get(two.id_of("A"))
    assert changed is not None
    assert changed.content_html == "mended"
    garble(two, "B")
    two.store.upkeep.index_all()
    assert two.find(Words("mended")) == {"A"}
    two.clock.advance(1000)
    retention = two.store.retention
    assert len(retention.remove(two.feed().id, retention.outdated(two.feed().id, Keep(10)))) == 2
    two.store.upkeep.index_all()
    assert two.store.upkeep.check() == []


def test_a_check_tells_of_damaged_texts_and_the_next_refresh_brings_them_back(two: World) -> None:
    garble(two, "A")
    two.store._db.write("UPDATE feed SET etag = 'old', seen = x'00', body_hash = x'00'")
    assert [problem for problem in two.store.upkeep.check() if "The text of 1 article is damaged. Refresh" in problem]
    state = two.feed()
    assert (state.validators.etag, state.body_hash) == (None, None)
    assert two.store.refreshes.seen() == {two.store.feeds.all()[1].id: b"\0"}
    two.publish(entry("A", LONG, at=1), entry("B", f"{LONG} rare", at=2))
    mended = two.store.entries.get(two.id_of("A"))
    assert mended is not None
    assert mended.content_html == LONG
    two.store.upkeep.index_all()
    assert two.store.upkeep.check() == []
    assert two.find(Words("word7")) == {"A", "B"}


@pytest.mark.parametrize("column", ["categories", "enclosures"])
@pytest.mark.parametrize("written", ["[", "{}", "7", '["a"]', '[["a","b","c","d"]]'])
def test_damaged_lists_are_left_out(two: World, column: str, written: str) -> None:
    two.store._db.write(f"UPDATE content SET {column} = ?", (written,))
    assert two.store.entries.get(two.id_of("A")) is not None


def test_damaged_facts_of_a_feed_are_left_out(two: World) -> None:
    two.store._db.write("UPDATE feed SET tags = '[', pace = '[1]'")
    assert [state.tags for state in two.store.feeds.all()] == [(), ()]
    assert two.store.excerpts.tags(two.feed().id) == ()


def test_moments_that_no_calendar_has_are_left_out(two: World) -> None:
    two.store._db.write("UPDATE entry SET published_at = 1 << 62, updated_at = -(1 << 62)")
    two.store._db.write("UPDATE status SET sort_at = -(1 << 62), arrived_at = 1 << 62")
    two.store._db.write("UPDATE feed SET checked_at = 1 << 62, next_check_at = -(1 << 62)")
    (row,), whole = two.store.entries.summaries([1]), two.store.entries.get(1)
    assert whole is not None
    assert (row.published_at, whole.updated_at, two.feed().checked_at) == (None, None, None)
    assert [datetime.fromtimestamp(at, UTC).year for at in (row.sort_at, whole.arrived_at)] == [1, 9999]


def test_a_title_that_is_no_text_any_more_stands_in_its_list(two: World) -> None:
    two.store._db.write("UPDATE entry SET title = cast(x'41FF42' AS TEXT) WHERE title = 'A'")
    assert two.titles() == ["B", "A\ufffdB"]


def test_a_damaged_dictionary_packs_nothing_any_more(world: World) -> None:
    texts = [f"<p class='lead'>{LONG[number:]} {number}</p>" for number in range(401)]
    world.publish(*[entry(str(number), body) for number, body in enumerate(texts[:400])])
    made = world.store.dictionaries.make()
    assert made is not None
    world.store._db.write("UPDATE dictionary SET body = ?", (bytes(len(made)),))
    assert world.store.dictionaries.current() is None
    again = world.store.dictionaries.make()
    assert again is not None
    world.store._db.packer = Packer(world.store.dictionaries.current, world.store.dictionaries.of)
    world.publish(entry("new", texts[400]))
    stored = world.store.entries.get(world.id_of("new"))
    assert stored is not None
    assert stored.content_html == texts[400]


@pytest.mark.parametrize("ids", [b"", b"?", Packer().pack(b"123"), Packer().pack_ids([1, -(1 << 50)])])
def test_a_damaged_change_says_so_and_lets_the_others_be_undone(two: World, ids: bytes) -> None:
    two.mark("A")
    two.mark("B")
    two.store._db.write("UPDATE journal SET ids = ? WHERE id = (SELECT max(id) FROM journal)", (ids,))
    with pytest.raises(ChangedSinceError, match="can no longer be read: the store is damaged"):
        two.store.journal.undo()
    assert two.store.journal.undo() is not None
    assert two.titles(EntryFilter(read=True)) == ["B"]


def test_a_damaged_change_of_another_kind_says_so_and_lets_the_others_be_undone(two: World) -> None:
    for title in ("A", "B"):
        two.store.states.set_later([two.id_of(title)], True, what=lambda _: "Later")
    two.store._db.write("UPDATE journal SET data = '[1' WHERE id = (SELECT max(id) FROM journal)")
    with pytest.raises(ChangedSinceError, match="can no longer be read: the store is damaged"):
        two.store.journal.undo()
    assert two.store.journal.undo() is not None
    assert two.titles(EntryFilter(kept="later")) == ["B"]


def test_a_schema_whose_error_quotes_damaged_bytes_is_a_sentence(path: Path, clock: FakeClock) -> None:
    with Store.open(path, clock=clock):
        pass
    content = path.read_bytes()
    assert b"CREATE TABLE note" in content
    path.write_bytes(content.replace(b"CREATE TABLE note", b"CREATE TABL\x94 note"))
    with pytest.raises(UnicodeDecodeError), sqlite3.connect(path) as raw:
        raw.execute("SELECT * FROM note")
    with pytest.raises(StoreError, match=r"The store .*newsreader.db is damaged\. It was left as it is"):
        Store.open(path, clock=clock)


def changed_byte(content: bytearray, rng: random.Random) -> None:
    content[rng.randrange(len(content))] = rng.randrange(256)


def zeroed_page(content: bytearray, rng: random.Random) -> None:
    page = rng.randrange(len(content) // 4096) * 4096
    content[page : page + 4096] = bytes(4096)


def lost_end(content: bytearray, rng: random.Random) -> None:
    del content[rng.randrange(1, len(content)) :]


@pytest.mark.parametrize("damage", [changed_byte, zeroed_page, lost_end])
def test_whatever_was_damaged_each_use_works_or_is_a_sentence(
    path: Path, tmp_path: Path, clock: FakeClock, damage: Callable[[bytearray, random.Random], None]
) -> None:
    whole = tmp_path / "whole.db"
    with Store.open(path, clock=clock) as store:
        world = World(store, clock)
        world.publish(*(entry(f"Заголовок {n}", f"{LONG[n:]} {n}", at=n) for n in range(60)))
        world.store.statuses.set_flag(EntryFilter(query=Words("7")), "starred", True, what="Starred")
        copy_to(store._db, whole)
    content = whole.read_bytes()
    rng = random.Random(9)
    for number in range(25):
        garbled = bytearray(content)
        damage(garbled, rng)
        copy = tmp_path / f"{number}.db"
        copy.write_bytes(garbled)
        use_all(copy, clock)


def use_all(path: Path, clock: FakeClock) -> None:
    """Everything at least once; a StoreError is an answer, anything else a fault."""

    def shown(store: Store) -> None:
        for one in store.entries.ids(EntryFilter()):
            store.entries.get(one)

    def published(store: Store) -> None:
        World(store, clock).publish(*(entry(f"Заголовок {n}", f"{LONG[n:]} new", at=n) for n in range(30)))

    def pruned(store: Store) -> None:
        for feed in store.feeds.all():
            store.retention.remove(feed.id, store.retention.outdated(feed.id, Keep(1, 50)))

    uses: list[Callable[[Store], object]] = [
        shown,
        lambda store: store.feeds.all(),
        lambda store: store.entries.ids(EntryFilter(query=Words("word9"))),
        lambda store: store.statuses.set_flag(EntryFilter(), "read", True, what="Read"),
        published,
        lambda store: store.journal.undo(),
        pruned,
        lambda store: store.upkeep.check(),
        lambda store: store.upkeep.index_all(),
        shown,
    ]
    for use in uses:
        try:
            with Store.open(path, clock=clock) as store:
                use(store)
        except (StoreError, ChangedSinceError) as error:
            assert str(error).endswith((".", "stopped"))


def test_what_a_packer_cannot_read_is_an_error_of_the_store() -> None:
    with pytest.raises(DamagedTextError, match=SAID):
        Packer().unpack(b"?")
    assert Packer().readable(b"?") is None
    assert Packer().readable(Packer().pack(b"words")) == "words"
