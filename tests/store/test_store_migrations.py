import sqlite3
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest

from clock import FakeClock
from newsreader.core.entries import EntryFilter
from newsreader.core.errors import StoreError
from newsreader.store import Store, migrations
from newsreader.store.database import Database
from newsreader.store.migrations import copies_before_updates, migrate
from newsreader.store.part_files import part_of
from newsreader.store.schema import MIGRATIONS
from store.world import World, entry

NEXT = "ALTER TABLE feed ADD COLUMN icon TEXT;\nUPDATE feed SET icon = 'x;\n-- ' || title;\n"
BROKEN = "CREATE TABLE half (id INTEGER);\nINSERT INTO nowhere VALUES (1);\n"


@pytest.fixture
def filled(path: Path) -> Path:
    with Store.open(path, clock=FakeClock()) as store:
        World(store, FakeClock()).publish(entry("A"))
    return path


def opened(path: Path) -> Database:
    return Database(sqlite3.connect(path, isolation_level=None), path, FakeClock())


@pytest.mark.parametrize("version", range(len(MIGRATIONS) + 1))
def test_a_store_of_any_version_becomes_the_newest(path: Path, version: int) -> None:
    database = opened(path)
    migrate(database, MIGRATIONS[:version])
    database.connection.close()
    if version == 0:
        path.unlink(missing_ok=True)
    with Store.open(path, clock=FakeClock()) as store:
        assert store._db.value("PRAGMA user_version") == len(MIGRATIONS)
        assert store.upkeep.check() == []
        World(store, FakeClock()).publish(entry("A"))
        assert store.entries.count(EntryFilter()) == 1


def test_a_migration_keeps_what_is_there_and_makes_a_copy_first(filled: Path) -> None:
    database = opened(filled)
    migrate(database, [*MIGRATIONS, NEXT])
    assert database.value("PRAGMA user_version") == len(MIGRATIONS) + 1
    assert database.value("SELECT icon FROM feed") == "x;\n-- Own title"
    database.connection.close()
    copy = filled.with_name(f"newsreader.db.before-v{len(MIGRATIONS) + 1}")
    assert copy.stat().st_mode & 0o777 == 0o600
    with Store.open(copy, clock=FakeClock()) as store:
        assert store.entries.count(EntryFilter()) == 1


def test_only_the_copy_of_the_last_update_is_kept(filled: Path) -> None:
    others = [filled.with_name(f"newsreader.db{end}") for end in (".before-v3", ".before-v12", ".before-lunch")]
    for other in others:
        other.touch()
    with closing(opened(filled).connection) as connection:
        database = Database(connection, filled, FakeClock())
        with pytest.raises(StoreError):
            migrate(database, [*MIGRATIONS, BROKEN])
        assert all(other.exists() for other in others)
        migrate(database, [*MIGRATIONS, NEXT])
    assert [other.exists() for other in others] == [False, False, True]
    assert copies_before_updates(filled) == [filled.with_name(f"newsreader.db.before-v{len(MIGRATIONS) + 1}")]


def test_what_a_killed_update_has_left_is_no_copy_and_goes_with_the_next(filled: Path) -> None:
    left = [filled.with_name(f"newsreader.db.before-v3{end}") for end in (".x7.part", "-wal")]
    for one in left:
        one.touch()
    database = opened(filled)
    assert copies_before_updates(filled) == []
    migrate(database, [*MIGRATIONS, NEXT])
    database.connection.close()
    assert not any(one.exists() for one in left)


def test_the_copy_has_the_old_format_also_where_another_process_has_just_brought_the_new_one(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = [*MIGRATIONS, NEXT]
    one, other = opened(filled), opened(filled)

    def after_the_other(target: Path) -> AbstractContextManager[Path]:
        monkeypatch.undo()
        migrate(other, newer)
        return part_of(target)

    monkeypatch.setattr(migrations, "part_of", after_the_other)
    migrate(one, newer)
    (path,) = copies_before_updates(filled)
    copy = opened(path)
    assert copy.value("PRAGMA user_version") == len(MIGRATIONS)
    for database in (one, other, copy):
        database.connection.close()


def test_a_migration_that_fails_changes_nothing(filled: Path) -> None:
    with closing(opened(filled).connection) as connection:
        database = Database(connection, filled, FakeClock())
        with pytest.raises(StoreError, match="nowhere"):
            migrate(database, [*MIGRATIONS, NEXT, BROKEN])
        assert database.value("PRAGMA user_version") == len(MIGRATIONS), "nor does the step before it"
        assert database.value("SELECT count(*) FROM sqlite_schema WHERE name = 'half'") == 0
        migrate(database, [*MIGRATIONS, NEXT])


def test_a_migration_without_a_copy_is_not_begun(filled: Path) -> None:
    filled.with_name(f"newsreader.db.before-v{len(MIGRATIONS) + 1}").mkdir()
    with closing(opened(filled).connection) as connection:
        database = Database(connection, filled, FakeClock())
        with pytest.raises(StoreError, match="A copy of the store cannot be written"):
            migrate(database, [*MIGRATIONS, NEXT])
        assert database.value("PRAGMA user_version") == len(MIGRATIONS)


def test_a_newer_store_is_refused_and_left_as_it_is(filled: Path) -> None:
    with closing(opened(filled).connection) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = filled.read_bytes()
    with pytest.raises(StoreError, match=r"written by a newer newsreader .*99.* update newsreader"):
        Store.open(filled, clock=FakeClock())
    assert filled.read_bytes() == before


def test_the_tables_of_a_released_version_do_not_change() -> None:
    """A change of a migration that stores have seen already would never reach them."""
    database = Database(sqlite3.connect(":memory:", isolation_level=None), None, FakeClock())
    migrate(database, MIGRATIONS[:1])
    columns = database.rows(
        "SELECT t.name, group_concat(c.name) FROM sqlite_schema t, pragma_table_xinfo(t.name) c "
        "WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' GROUP BY t.name"
    )
    assert dict(columns) == {
        "content": "id,html,base_url,categories,enclosures",
        "entry": "id,title,link,author,published_at,updated_at,language,hash,revisions",
        "feed": "id,url,position,subscribed,custom_title,own_title,title,folder,tags,language,own_language,link,etag,"
        "last_modified,body_hash,checked_at,succeeded_at,next_check_at,last_result,error,failures,failing_since,paused",
        "journal": "id,at,what,flag,value,ids,undone",
        "note": "key,value",
        "status": "id,feed_id,uid,read,starred,listed,arrived_at,read_at,sort_at",
    }
    database.connection.close()
