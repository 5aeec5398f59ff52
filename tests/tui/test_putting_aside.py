"""Snooze, the list for later, delete, tags, notes and the history by keys."""

import pytest
from textual.pilot import Pilot

from clock import FakeClock
from newsreader.core.entries import EntryState
from newsreader.core.errors import StoreError
from newsreader.library.drafts import recall_draft
from newsreader.library.library import Library
from newsreader.library.views import ALL, HISTORY, LATER, SNOOZED, View
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.screens.main import MainScreen
from newsreader.tui.screens.note import NoteScreen
from newsreader.tui.screens.snooze import SnoozeScreen
from pictures import screen_text
from stocked import library_of
from tui.conftest import MakeApp
from tui.driving import main, message, press, until

SIZE = (130, 30)
HOUR = 3600


@pytest.fixture
def library(clock: FakeClock) -> Library:
    return library_of({"alpha": ["a1", "a2", "a3"]}, clock)


@pytest.fixture
def app(make_app: MakeApp, library: Library) -> NewsreaderApp:
    return make_app(library)


def listed(screen: MainScreen) -> list[str]:
    headlines = screen.session.headlines
    return [row.title for index in range(len(headlines)) if (row := headlines.row(index)) is not None]


def ids(library: Library, title: str) -> list[int]:
    return [one for one in (1, 2, 3) if (row := library.summary(one)) is not None and row.title == title]


def state(library: Library, title: str) -> EntryState:
    return library.states.of(ids(library, title)[0])


def at_hand(screen: MainScreen) -> str:
    row = screen.session.row
    return row.title if row is not None else ""


async def show(app: NewsreaderApp, pilot: Pilot[None], view: View) -> None:
    main(app)._open_view(view)
    await pilot.pause()


async def test_a_deleted_article_goes_at_once_and_undo_puts_it_back_in_its_place(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("j", "d")
        assert listed(main(app)) == ["a1", "a3"]
        assert message(app) == "Deleted: a2 · u to undo"
        await pilot.press("u")
        assert listed(main(app)) == ["a1", "a2", "a3"]
        assert at_hand(main(app)) == "a2"
        await pilot.press("ctrl+r")
        assert listed(main(app)) == ["a1", "a3"]


async def test_the_selected_are_deleted_together(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("asterisk", "d")
        assert listed(main(app)) == []
        assert message(app) == "Deleted: 3 entries · u to undo"
        await pilot.press("u")
        assert listed(main(app)) == ["a1", "a2", "a3"]


async def test_snoozing_offers_three_moments_and_a_date(app: NewsreaderApp, library: Library) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("w")
        await pilot.pause()
        assert isinstance(app.screen, SnoozeScreen)
        text = screen_text(app)
        assert "Tonight" in text and "Tomorrow" in text and "Monday" in text and "30 Nov 2026, 08:00" in text
        await pilot.press("w")
        await pilot.pause()
        assert listed(main(app)) == ["a2", "a3"]
        assert "Snoozed until Thu 26 Nov 2026, 08:00: a1" in message(app)


async def test_a_date_is_typed_and_a_mistake_is_told(app: NewsreaderApp, library: Library, clock: FakeClock) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("w", "d", *"soon", "enter")
        await pilot.pause()
        assert "is no moment to snooze until" in screen_text(app)
        line = app.screen.query_one("#aside-line")
        assert hasattr(line, "value")
        line.value = "3h"
        await pilot.press("enter")
        await pilot.pause()
        assert state(library, "a1").snoozed_until == clock.now() + 3 * HOUR


async def test_all_of_the_menu_is_there_on_a_small_screen(app: NewsreaderApp) -> None:
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("w", "d", "z", "enter")
        await pilot.pause()
        text = screen_text(app)
        assert text.index("Snooze") < text.index("Another date") < text.index("is no moment") < text.index("14:30.")


async def test_leaving_the_menu_changes_nothing(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("w", "escape")
        await pilot.pause()
        assert listed(main(app)) == ["a1", "a2", "a3"]


async def test_the_snoozed_are_listed_with_their_due_time_and_put_back_by_the_same_key(
    app: NewsreaderApp, library: Library, clock: FakeClock
) -> None:
    library.states.snooze(ids(library, "a2"), clock.now() + 40 * HOUR)
    library.states.snooze(ids(library, "a1"), clock.now() + 20 * HOUR)
    async with app.run_test(size=SIZE) as pilot:
        await show(app, pilot, SNOOZED)
        assert listed(main(app)) == ["a1", "a2"]
        assert "26 Nov 08:00" in screen_text(app)
        await pilot.press("w")
        await pilot.pause()
        assert listed(main(app)) == ["a2"]
        assert message(app).startswith("Put back before its time: a1")
        await show(app, pilot, ALL)
        assert listed(main(app)) == ["a1", "a3"]


async def test_what_is_due_is_told_of_and_comes_on_top(make_app: MakeApp, library: Library, clock: FakeClock) -> None:
    library.states.snooze(ids(library, "a3"), clock.now() + HOUR)
    app = make_app(library)
    async with app.run_test(size=SIZE) as pilot:
        clock.advance(2 * HOUR)
        main(app)._wake()
        assert message(app) == "1 snoozed article is back; . puts what is new on top."
        assert listed(main(app)) == ["a1", "a2"]
        await pilot.press("full_stop")
        assert listed(main(app)) == ["a3", "a1", "a2"]


async def test_what_was_due_while_the_reader_was_closed_is_there_at_its_start(
    make_app: MakeApp, library: Library, clock: FakeClock
) -> None:
    library.states.snooze(ids(library, "a3"), clock.now() + HOUR)
    clock.advance(50 * HOUR)
    app = make_app(library)
    async with app.run_test(size=SIZE):
        assert listed(main(app)) == ["a3", "a1", "a2"]


async def test_the_list_for_later_keeps_its_order_and_is_ordered_by_keys(app: NewsreaderApp, library: Library) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("j", "b", "k", "b")
        assert listed(main(app)) == ["a1", "a2", "a3"]
        assert "●» a1 " in screen_text(app) and "●» a2 " in screen_text(app) and "●  a3 " in screen_text(app)
        await show(app, pilot, LATER)
        assert listed(main(app)) == ["a2", "a1"]
        await pilot.press("ctrl+down")
        assert listed(main(app)) == ["a1", "a2"]
        assert at_hand(main(app)) == "a2"
        await pilot.press("ctrl+up")
        assert listed(main(app)) == ["a2", "a1"]
        await pilot.press("u")
        await show(app, pilot, LATER)
        assert listed(main(app)) == ["a1", "a2"]
        await pilot.press("b")
        assert not state(library, "a1").later
        assert message(app).startswith("Taken off the list for later: a1")


async def test_the_sidebar_has_what_is_put_aside_only_while_there_is_any(app: NewsreaderApp, library: Library) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(0.3)
        assert not {"Later", "Snoozed", "History"} & {row.view.title for row in main(app).session.outline}
        await pilot.press("b")
        await pilot.pause(0.3)
        assert ("Later", 1) in {(row.view.title, row.count) for row in main(app).session.outline}


async def test_a_tag_is_given_taken_and_completed(app: NewsreaderApp, library: Library) -> None:
    library.states.tag(ids(library, "a3"), "Semiconductors")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("T", *"semi", "right", "enter")
        await pilot.pause()
        assert state(library, "a1").tags == ("Semiconductors",)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert "#Semiconductors" in screen_text(app)
        await pilot.press("T")
        assert "has Semiconductors" in screen_text(app)
        await pilot.press(*"-semiconductors", "enter")
        await pilot.pause()
        assert state(library, "a1").tags == ()


@pytest.mark.parametrize("last", ["enter", "escape"])
async def test_an_answer_leads_back_to_where_it_was_asked(app: NewsreaderApp, last: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "T", *"new")
        await pilot.pause()
        assert "The text of a1" in screen_text(app), "the article is still seen"
        await pilot.press("escape", "z", "T", *"new", last)
        await pilot.pause()
        assert main(app).pane == "article"
        assert main(app).has_class("zoomed")
        await pilot.press("z", "h", "h", "O", *"7d", last)
        await pilot.pause()
        assert main(app).pane == "sidebar"


async def test_where_the_last_article_goes_it_is_said_that_nothing_is_left(make_app: MakeApp, clock: FakeClock) -> None:
    app = make_app(library_of({"alpha": ["a1"]}, clock), mark_read="never")
    async with app.run_test(size=(60, 12)) as pilot:
        await press(pilot, "enter")
        assert main(app).pane == "article"
        await press(pilot, "d")
        assert "All caught up" in screen_text(app)
        await press(pilot, "u", "enter")
        assert "The text of a1" in screen_text(app)


async def test_a_note_of_several_lines_stands_above_the_text(app: NewsreaderApp, library: Library) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter", "C")
        await pilot.pause()
        assert isinstance(app.screen, NoteScreen)
        await pilot.press(*"ask j", "enter", *"by w", "ctrl+s")
        await pilot.pause()
        assert state(library, "a1").note == "ask j\nby w"
        text = screen_text(app)
        assert text.index("│ Note: ask j") < text.index("by w") < text.index("The text of a1")
        await pilot.press("u")
        assert state(library, "a1").note == ""


async def test_a_note_that_cannot_be_stored_is_there_to_be_kept_again(
    app: NewsreaderApp, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("The store is busy.")

    async with app.run_test(size=SIZE) as pilot:
        with monkeypatch.context() as patch:
            patch.setattr(library.states, "put_note", refuse)
            await pilot.press("C", *"ask", "ctrl+s")
            await pilot.pause()
            assert message(app) == "The store is busy."
        await pilot.press("C", "ctrl+s")
        await pilot.pause()
        assert state(library, "a1").note == "ask"
        assert recall_draft(library) is None


async def test_a_note_has_its_title_its_text_and_its_keys_on_a_small_screen(app: NewsreaderApp) -> None:
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("C", *"ask j")
        await pilot.pause()
        text = screen_text(app)
        assert text.index("Note on") < text.index("ask j") < text.index("Ctrl+S keeps it")


async def test_a_note_that_is_left_is_thrown_away_only_when_that_is_said_twice(
    app: NewsreaderApp, library: Library
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("C", "x", "escape")
        await pilot.pause()
        assert "throws it away" in screen_text(app)
        await pilot.press("y")
        await pilot.pause()
        assert "throws it away" not in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "throws it away" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is main(app)
        assert state(library, "a1").note == ""


async def test_what_was_opened_is_in_the_history_last_first(app: NewsreaderApp, library: Library) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter", "N", "N", "g", "o")
        await pilot.pause()
        assert main(app).session.view == HISTORY
        assert listed(main(app)) == ["a3", "a2", "a1"]


async def test_the_history_has_its_row_once_something_was_opened(make_app: MakeApp, library: Library) -> None:
    app = make_app(library, mark_read="never")  # so that no count changes
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: any(row.view.title == "History" for row in main(app).session.outline))


async def test_what_was_judged_in_a_triage_is_in_the_history(app: NewsreaderApp, library: Library) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("Z", "m", "b", "escape", "g", "o")
        await pilot.pause()
        assert listed(main(app)) == ["a3", "a2", "a1"]


async def test_a_verdict_of_the_triage_puts_aside(app: NewsreaderApp, library: Library) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("Z")
        await pilot.pause()
        await pilot.press("b", "w", "u", "w", "s")
        await pilot.pause()
        assert "3 of 3 in less than a minute: 1 starred, 1 for later, 1 snoozed" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert listed(main(app)) == ["a1", "a3"]
        assert state(library, "a1").later
        assert state(library, "a2").snoozed_until is not None


@pytest.mark.parametrize("key", ["w", "b", "d", "T", "C", "ctrl+up"])
async def test_an_empty_list_says_so(make_app: MakeApp, clock: FakeClock, key: str) -> None:
    app = make_app(library_of({"alpha": []}, clock))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert app.screen is main(app)
        assert message(app) in ("There is no article here.", "Articles are moved in the view Later.")


async def test_the_menu_of_snoozing_fits_on_a_small_screen_and_asks_for_what_is_not_typed(app: NewsreaderApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("w")
        await pilot.pause()
        (line,) = [line for line in screen_text(app).splitlines() if "Another date" in line]
        assert "3h, 3d, friday, 2026-12-01 14:30" in line
        await pilot.press("d", "enter")
        await pilot.pause()
        assert "Type until when, such as 3h" in screen_text(app)


async def test_however_long_a_headline_is_the_key_that_takes_it_back_is_told(
    make_app: MakeApp, clock: FakeClock
) -> None:
    app = make_app(library_of({"alpha": ["A headline that goes on and on " * 6]}, clock))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("d")
        await pilot.pause()
        assert screen_text(app).rstrip().endswith("… · u to undo")


async def test_what_was_read_and_deleted_is_back_in_a_list_that_it_left_empty(
    make_app: MakeApp, clock: FakeClock
) -> None:
    app = make_app(library_of({"alpha": ["a1"]}, clock), unread_only=True)
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("m", "d")
        await pilot.pause()
        assert main(app).session.row is None
        await pilot.press("u")
        await pilot.pause()
        row = main(app).session.row
        assert row is not None
        assert (row.title, row.read) == ("a1", True)
        await pilot.press("u")
        await pilot.pause()
        assert not main(app).session.library.headlines(ALL).row(0).read  # type: ignore[union-attr]
