import os
import re
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import takewhile
from pathlib import Path

import pytest

import newsreader.store.upkeep  # noqa: F401  an ordinary user may not be able to import what is root's
from clock import FakeClock
from newsreader.core.entries import EntryFilter
from newsreader.core.errors import StoreError
from newsreader.core.subscriptions import Subscription
from newsreader.store import Store
from newsreader.store.schema import APPLICATION_ID
from store.world import World, entry

_OPEN_AND_CLOSE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("SELECT count(*) FROM feed").fetchall()
connection.close()
"""


def fill(path: Path) -> None:
    with Store.open(path, clock=FakeClock()) as store:
        World(store, FakeClock()).publish(*(entry(str(number), "text " * 200) for number in range(200)))


@contextmanager
def an_ordinary_user(path: Path) -> Iterator[None]:
    """Permissions mean nothing to root, whose temporary folders above that of `path` are made passable."""
    if os.geteuid() != 0:
        yield
        return
    for folder in takewhile(lambda above: above.name.startswith(("pytest-", "popen-")), path.parent.parents):
        folder.chmod(folder.stat().st_mode | 0o055)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def refused(path: Path, *parts: str) -> None:
    with pytest.raises(StoreError) as caught:
        Store.open(path, clock=FakeClock())
    sentence = str(caught.value)
    assert str(path.parent) in sentence
    assert sentence.endswith(".")
    for part in parts:
        assert part in sentence


def test_a_new_store_is_private(path: Path) -> None:
    fill(path)
    with Store.open(path, clock=FakeClock()) as store:
        store.feeds.sync([Subscription("https://a/")])
        for file in path.parent.iterdir():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name
    assert [file.name for file in path.parent.iterdir()] == ["newsreader.db"]


def test_a_store_that_others_may_read_is_made_private(path: Path) -> None:
    fill(path)
    path.chmod(0o644)
    Store.open(path, clock=FakeClock()).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_store_stays_what_it_was(path: Path) -> None:
    fill(path)
    with Store.open(path, clock=FakeClock()) as store:
        assert store.entries.count(EntryFilter()) == 200


def test_every_connection_checks_its_keys_and_writes_ahead(path: Path) -> None:
    with Store.open(path, clock=FakeClock()) as store:
        assert store._db.value("PRAGMA foreign_keys") == 1
        assert store._db.value("PRAGMA journal_mode") == "wal"
        assert store._db.value("PRAGMA synchronous") == 1
        assert store._db.value("PRAGMA busy_timeout") == 5_000


def test_a_path_may_hold_any_character(tmp_path: Path) -> None:
    folder = tmp_path / "a b?c#d%20é字"
    folder.mkdir()
    fill(folder / "news?reader#.db")
    fill(folder / "news?reader#.db")
    assert [file.name for file in folder.iterdir()] == ["news?reader#.db"]


@pytest.mark.parametrize(
    "content", [b"", b"x", b"hello " * 1_000, b"SQLite format 3", b"SQLite format 3\0" + b"\xff" * 4_096]
)
def test_a_file_that_is_no_store_is_refused_and_left_as_it_is(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    refused(path, str(path), "left as it is")
    assert path.read_bytes() == content
    assert [file.name for file in path.parent.iterdir()] == ["newsreader.db"]


def test_another_programs_database_is_refused_and_left_as_it_is(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE moz_places (id)")
        other.commit()
    before = path.read_bytes()
    refused(path, "another program", "--data-dir")
    assert path.read_bytes() == before


def test_a_store_without_its_main_file_is_refused(path: Path) -> None:
    path.with_name("newsreader.db-wal").write_bytes(b"changes")
    refused(path, "is missing", "newsreader.db-wal")
    assert not path.exists()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    refused(tmp_path / "none" / "newsreader.db", "does not exist", "--data-dir")


def test_a_folder_in_place_of_the_store_is_named(path: Path) -> None:
    path.mkdir()
    refused(path, "is a folder")


def only_read(path: Path, reason: str) -> None:
    """A store that says why it cannot be written, and is all there."""
    with Store.open(path, clock=FakeClock()) as store:
        assert store.read_only is not None
        assert reason in store.read_only
        ids = store.entries.ids(EntryFilter())
        assert len(ids) == 200
        assert store.entries.summaries(ids[:1].tolist())[0].title == "0"
        assert store.upkeep.check() == []
        with pytest.raises(StoreError, match=reason):
            store.statuses.set_flag(EntryFilter(), "read", True, what="Read")
        with pytest.raises(StoreError, match=reason):
            store.feeds.sync([])


@pytest.mark.parametrize("folder_mode", [0o777, 0o555])
def test_a_read_only_store_is_opened_to_be_read(path: Path, folder_mode: int) -> None:
    fill(path)
    path.chmod(0o444)
    path.parent.chmod(folder_mode)
    before = path.read_bytes()
    try:
        with an_ordinary_user(path):
            only_read(path, "cannot be written")
        assert [file.name for file in path.parent.iterdir()] == [path.name]
    finally:
        path.parent.chmod(0o700)
    assert path.read_bytes() == before


def test_a_new_store_in_a_read_only_folder_is_refused(path: Path) -> None:
    path.parent.chmod(0o555)
    try:
        with an_ordinary_user(path):
            refused(path, "cannot be written", "--data-dir")
    finally:
        path.parent.chmod(0o700)


def test_a_read_only_store_whose_newest_changes_are_in_its_journal_is_not_shown_without_them(path: Path) -> None:
    fill(path)
    with Store.open(path, clock=FakeClock()) as store:
        store.feeds.sync([])
        copy, journal = path.with_name("copy.db"), path.with_name("copy.db-wal")
        copy.write_bytes(path.read_bytes())
        journal.write_bytes(path.with_name(f"{path.name}-wal").read_bytes())
    copy.chmod(0o444)
    journal.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        with an_ordinary_user(path):
            refused(copy, "cannot be written", "--data-dir")
    finally:
        path.parent.chmod(0o700)


def test_a_read_only_store_of_an_older_format_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 0")
    path.chmod(0o444)
    path.parent.chmod(0o777)
    with an_ordinary_user(path):
        refused(path, "read-only")


def test_a_store_of_another_user_is_named(path: Path) -> None:
    fill(path)
    path.parent.chmod(0o777)
    path.chmod(0)
    with an_ordinary_user(path):
        refused(path, "cannot be read", "permissions")
    path.chmod(0o600)


def test_a_damaged_page_is_a_sentence_and_nothing_is_overwritten(path: Path) -> None:
    fill(path)
    content = bytearray(path.read_bytes())
    for start in range(4_096, len(content), 4_096):
        content[start : start + 100] = b"\xa5" * 100
    path.write_bytes(content)
    sentence = re.escape(f"The store {path} is damaged. It was left as it is")
    with pytest.raises(StoreError, match=sentence), Store.open(path, clock=FakeClock()) as store:
        store.entries.ids(EntryFilter())
    assert path.read_bytes() == content


def test_a_check_finds_a_damaged_page(path: Path) -> None:
    fill(path)
    with Store.open(path, clock=FakeClock()) as store:
        page = store._db.value("SELECT rootpage FROM sqlite_schema WHERE name = 'status_starred'")
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4_096 : page * 4_096] = b"\xa5" * 4_096
    path.write_bytes(content)
    with Store.open(path, clock=FakeClock()) as store:
        problems = store.upkeep.check()
    assert len(problems) > 1
    assert all("is damaged" in problem for problem in problems[:-1])


def test_closing_twice_does_nothing(path: Path) -> None:
    store = Store.open(path, clock=FakeClock())
    store.close()
    store.close()


def test_two_may_open_a_new_store_at_once(path: Path) -> None:
    with Store.open(path, clock=FakeClock()) as first, Store.open(path, clock=FakeClock()) as second:
        first.feeds.sync([Subscription("https://a/")])
        assert [feed.url for feed in second.feeds.all()] == ["https://a/"]


def test_another_connection_of_this_process_leaves_the_locks_of_the_first_in_place(path: Path) -> None:
    with Store.open(path, clock=FakeClock()) as store:
        store.feeds.sync([Subscription("https://a/")])
        with store.beside():
            pass
        # Another process that finds no lock would take itself for the last one, and take away the -wal file in use.
        subprocess.run([sys.executable, "-c", _OPEN_AND_CLOSE, path], check=True)
        assert path.with_name("newsreader.db-wal").exists()


_CHANGE_AND_DIE = """
import os, sys
from pathlib import Path
from types import SimpleNamespace
from newsreader.store import Store

store = Store.open(Path(sys.argv[1]), clock=SimpleNamespace(now=lambda: 1))
store.upkeep.backup(Path(sys.argv[2]))
store.notes.put("a change", "that came after the copy")
os.kill(os.getpid(), 9)
"""


def test_a_copy_is_not_mixed_with_the_changes_of_the_store_whose_place_it_takes(tmp_path: Path) -> None:
    path, copy = tmp_path / "newsreader.db", tmp_path / "copy.db"
    subprocess.run([sys.executable, "-c", _CHANGE_AND_DIE, path, copy], check=False)
    journal = path.with_name("newsreader.db-wal")
    assert journal.stat().st_size
    copy.replace(path)
    before = path.read_bytes()
    for _ in range(2):
        refused(path, "is a copy that was put there", "move newsreader.db-wal away")
    assert path.read_bytes() == before
    journal.unlink()
    with Store.open(path, clock=FakeClock()) as store:
        assert store.notes.get("a change") is None


def test_a_store_whose_newest_changes_are_beside_it_is_opened_with_them(tmp_path: Path) -> None:
    path = tmp_path / "newsreader.db"
    subprocess.run([sys.executable, "-c", _CHANGE_AND_DIE, path, tmp_path / "copy.db"], check=False)
    with Store.open(path, clock=FakeClock()) as store:
        assert store.notes.get("a change") == "that came after the copy"
