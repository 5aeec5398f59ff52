"""Triage of many entries by keys: selecting, marking, taking back."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from clock import FakeClock
from newsreader.library.library import Library
from newsreader.store import Store
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.screens.journal import ChangeList, JournalScreen
from newsreader.tui.screens.main_bulk import MANY, VERY_MANY
from newsreader.tui.widgets.lines import Line
from pictures import screen_text
from stocked import library_of
from tui.conftest import MakeApp
from tui.driving import PATIENCE_SECONDS, main, message, until

SIZE = (140, 40)


@pytest.fixture
def library(clock: FakeClock) -> Library:
    return library_of({"alpha": ["a1", "a2", "a3", "a4", "a5"], "beta": ["b1", "b2"]}, clock)


@pytest.fixture
def app(make_app: MakeApp, library: Library) -> NewsreaderApp:
    return make_app(library)


def titles(app: NewsreaderApp, *, read: bool | None = None, starred: bool | None = None) -> set[str]:
    found = set()
    headlines = main(app).session.headlines
    for index in range(len(headlines)):
        row = headlines.row(index)
        assert row is not None
        if (read is None or row.read == read) and (starred is None or row.starred == starred):
            found.add(row.title)
    return found


def order(app: NewsreaderApp) -> list[str]:
    headlines = main(app).session.headlines
    rows = [headlines.row(index) for index in range(len(headlines))]
    return [row.title for row in rows if row is not None]


def held_back(library: Library, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Nothing is changed beside the keys before the event."""
    let, beside = threading.Event(), library.beside

    @contextmanager
    def late() -> Iterator[Library]:
        assert let.wait(PATIENCE_SECONDS)
        with beside() as other:
            yield other

    monkeypatch.setattr(library, "beside", late)
    return let


async def test_what_is_asked_for_while_very_many_are_changed_comes_after_it(
    make_app: MakeApp, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(tmp_path / "newsreader.db", clock=clock) as store:
        library = library_of({"alpha": [f"a{number}" for number in range(VERY_MANY)]}, clock, store=store)
        app = make_app(library)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("s")  # nothing that an undo before its time may take back
            asked_for_all = held_back(library, monkeypatch)
            await pilot.press("A", "u", "j", "s")
            await until(pilot, lambda: main(app).changing == 3)
            asked_for_all.set()
            await until(pilot, lambda: main(app).changing == 0)
            assert message(app) == "Starred: it is kept for good"
            assert titles(app, read=True) == set()
            assert len(titles(app, starred=True)) == 2


async def test_that_a_change_takes_its_time_is_said_until_it_is_made(
    make_app: MakeApp, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(tmp_path / "newsreader.db", clock=clock) as store:
        library = library_of({"alpha": [f"a{number}" for number in range(VERY_MANY)]}, clock, store=store)
        let = held_back(library, monkeypatch)
        app = make_app(library)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("A", "m")
            await until(pilot, lambda: message(app) == "One moment …")
            let.set()
            await until(pilot, lambda: main(app).changing == 0)
            assert "One moment" not in message(app)


async def test_selected_entries_are_starred_together_and_the_selection_ends(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("v", "j", "v")
        await pilot.pause()
        assert "2 selected" in main(app).query_one("#headlines-foot", Line).left
        assert screen_text(app).count("✓") == 2
        first, third = order(app)[0], order(app)[2]
        await pilot.press("s")
        assert titles(app, starred=True) == {first, third}
        assert message(app) == "Marked 2 starred among the selected · u to undo"
        assert not main(app).session.selection
        await pilot.press("u")
        assert titles(app, starred=True) == set()


async def test_a_range_all_and_the_rest_can_be_selected(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("v", "j", "j", "V")
        ids = main(app).session.headlines.ids
        assert list(main(app).targets()) == list(ids[:4])
        await pilot.press("~")
        assert list(main(app).targets()) == list(ids[4:])
        await pilot.press("*")
        assert list(main(app).targets()) == list(ids)
        await pilot.press("escape")
        assert list(main(app).targets()) == [ids[main(app).session.cursor]]


async def test_a_range_needs_a_beginning(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("V")
        assert message(app).startswith("Select the first entry with v")


async def test_of_mixed_ones_all_become_read_then_all_unread(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("m", "*", "m")
        assert titles(app, read=False) == set()
        await pilot.press("*", "m")
        assert titles(app, read=True) == set()


@pytest.mark.parametrize(
    ("key", "read", "said"), [("{", slice(0, 3), "3 read above"), ("}", slice(4, None), "3 read below")]
)
async def test_above_and_below_the_cursor(app: NewsreaderApp, key: str, read: slice, said: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("j", "j", "j", key)
        assert titles(app, read=True) == set(order(app)[read])
        assert message(app) == f"Marked {said} · u to undo"
        await pilot.press(key)
        assert "is read already" in message(app)


@pytest.mark.parametrize(("keys", "said"), [("{", "above"), ("G}", "below")])
async def test_where_there_is_nothing_that_is_said(app: NewsreaderApp, keys: str, said: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*keys)
        assert message(app) == f"There is no headline {said}."


async def test_older_than_an_age(app: NewsreaderApp, clock: FakeClock) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("O", *"0h", "enter")
        assert message(app).startswith("Marked 7 read older than 0h")
        await pilot.press("u", "O", *"7d", "enter")
        assert message(app) == "There is no headline older than 7d."
        await pilot.press("A", "O", *"0h", "enter")
        assert message(app) == "Everything older than 0h is read already."
        await pilot.press("O", *"soonish", "enter")
        assert "soonish" in message(app)
        await pilot.press("O", "escape", "j")
        assert main(app).session.cursor == 1


async def test_only_what_is_listed_is_marked(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("slash", *"title:b1", "enter", "A")
        assert message(app) == "Marked 1 read in title:b1 · u to undo"


async def test_a_thousand_are_asked_for_twice(make_app: MakeApp, clock: FakeClock) -> None:
    app = make_app(library_of({"loud": [f"n{number}" for number in range(MANY)]}, clock))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("A")
        assert message(app) == "Mark 1,000 read in All unread? A again does it."
        assert titles(app, read=True) == set()
        await pilot.press("A")
        assert message(app) == "Marked 1,000 read in All unread · u to undo"


async def open_journal(pilot: Pilot[None], app: NewsreaderApp) -> JournalScreen:
    await pilot.press("U")
    await pilot.pause()
    assert isinstance(app.screen, JournalScreen)
    return app.screen


async def test_any_change_can_be_taken_back_from_the_journal(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("s", "j", "m", "j", "s")
        screen = await open_journal(pilot, app)
        assert [change.what.split(":")[0] for change in screen.query_one(ChangeList).changes] == [
            "Marked starred",
            "Marked read",
            "Marked starred",
        ]
        await pilot.press("j", "j", "enter")
        await pilot.pause()
        assert message(app) == f"Undid: Marked starred: {order(app)[0]}"
        assert titles(app, starred=True) == {order(app)[2]}
        screen = await open_journal(pilot, app)
        assert "undone" in screen_text(app)
        await pilot.press("j", "j", "enter")
        await pilot.pause()
        assert message(app).startswith("That change has no effect any more: it is undone")


async def test_an_empty_journal_says_so(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await open_journal(pilot, app)
        assert "Nothing has been changed yet." in screen_text(app)
        await pilot.press("enter")


async def test_next_feed_and_any_headline(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        session = main(app).session
        before = session.row
        assert before is not None
        await pilot.press("J")
        after = session.row
        assert after is not None
        assert after.feed_id != before.feed_id
        session.cursor = 0
        await pilot.press("m", "N", "P")
        assert session.cursor == 0
        await pilot.press("P")
        assert message(app) == "This is the first headline here."


async def test_a_random_unread_one(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        main(app).session.random.seed(5)
        await pilot.press("ctrl+k")
        row = main(app).session.row
        assert row is not None
        assert not row.read


async def test_at_the_end_the_counts_are_told(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("s", "A", "n")
        assert message(app) == "All caught up. Read today: 7 · starred: 1"
