"""What saved searches find is counted beside the keys."""

import asyncio
import threading
from pathlib import Path

import pytest

from clock import FakeClock
from newsreader.core.errors import StoreError
from newsreader.core.subscriptions import SavedSearch
from newsreader.library.library import Library
from newsreader.library.needed import Needed
from newsreader.library.search_counts import count_searches
from newsreader.store import Store
from newsreader.store.entries import HEAD
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.screens import main_counts
from newsreader.tui.widgets.lines import Footer
from stocked import library_of
from tui.conftest import MakeApp
from tui.driving import main, until

LONG = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200000000) SELECT count(*) FROM n"
WORDS = ["chip one", "chips two", "wafer three"]


def counts(app: NewsreaderApp) -> list[int]:
    return [row.count for row in main(app).session.outline if row.view.kind == "search"]


async def test_keys_do_not_wait_for_what_saved_searches_find_and_one_count_follows_the_other(
    make_app: MakeApp, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_count, begun = threading.Semaphore(0), []

    def slowly(library: Library, needed: Needed) -> dict[str, int]:
        begun.append(threading.current_thread() is threading.main_thread())
        may_count.acquire()
        return count_searches(library, needed)

    monkeypatch.setattr(main_counts, "count_searches", slowly)
    with Store.open(tmp_path / "newsreader.db", clock=clock) as store:
        searches = [SavedSearch("Chips", "chip"), SavedSearch("Wafers", "wafer")]
        app = make_app(library_of({"alpha": WORDS}, clock, store=store, searches=searches))
        async with app.run_test(size=(120, 30)) as pilot:
            await until(pilot, lambda: len(begun) == 1)
            assert counts(app) == [0, 0]
            await pilot.press("j")
            assert main(app).session.cursor == 1
            for _ in range(3):
                main(app).show_outline()
            may_count.release()
            await until(pilot, lambda: len(begun) == 2)
            assert counts(app) == [2, 1]
            first = main(app).session.headlines.row(0)
            assert first is not None
            main(app).session.library.set_flag(first, "read", True)
            may_count.release()
            await until(pilot, lambda: counts(app) == [1, 1])
            main(app).show_outline()
            may_count.release()
            await until(pilot, lambda: len(begun) == 3)
    assert begun == [False] * 3


async def test_whoever_leaves_waits_for_no_count_and_for_no_rest_of_a_list(
    make_app: MakeApp, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, stopped = threading.Event(), threading.Event()

    def for_long(library: Library, needed: Needed) -> dict[str, int]:
        with library.beside() as beside, needed.of(beside.store):
            begun.set()
            try:
                beside.store._db.value(LONG)
            except StoreError:
                stopped.set()
        return {}

    monkeypatch.setattr(main_counts, "count_searches", for_long)
    names = [f"a{number}" for number in range(HEAD + 10)]
    with Store.open(tmp_path / "newsreader.db", clock=clock) as store:
        library = library_of({"alpha": names}, clock, store=store, searches=[SavedSearch("Chips", "chip")])
        app = make_app(library)
        async with app.run_test(size=(120, 30)) as pilot:
            await until(pilot, begun.is_set)
            session = main(app).session
            session.reopen()
        assert await asyncio.to_thread(stopped.wait, 30)
        assert session.headlines.rest(store) is None


async def test_why_searches_are_not_counted_is_said_once(
    make_app: MakeApp, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[Library] = []

    def noted(library: Library, needed: Needed) -> dict[str, int]:
        counted.append(library)
        return count_searches(library, needed)

    monkeypatch.setattr(main_counts, "count_searches", noted)
    with Store.open(None, clock=clock, search=False) as store:
        library = library_of({"alpha": WORDS}, clock, store=store, searches=[SavedSearch("Chips", "chip")])
        app = make_app(library)
        async with app.run_test(size=(120, 30)) as pilot:
            footer = main(app).query_one(Footer)
            await until(pilot, lambda: footer.left.startswith("Searching is off: "))
            await pilot.press("s")
            await until(pilot, lambda: len(counted) == 2)
            await app.workers.wait_for_complete()
            assert footer.left.startswith("Starred: ")
