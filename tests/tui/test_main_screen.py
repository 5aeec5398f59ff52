"""Keys in, state and messages out."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from textual import events
from textual.command import CommandList
from textual.pilot import Pilot
from textual.widgets import Input, Static

from clock import FakeClock
from newsreader.core.entries import EntrySummary
from newsreader.core.pages import ExtractedPage
from newsreader.core.subscriptions import SavedSearch
from newsreader.library.library import Library
from newsreader.library.place import recall_place
from newsreader.library.session import ReadingSession
from newsreader.library.views import STARRED, View
from newsreader.store import Store, entries
from newsreader.store.entries import HEAD
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.widgets.article import ArticleView
from newsreader.tui.widgets.headline_table import HeadlineTable
from newsreader.tui.widgets.lines import Line, PaneTitle
from newsreader.tui.widgets.sidebar import Sidebar
from pictures import screen_text
from stocked import library_of, stock
from tui.conftest import MakeApp
from tui.driving import main, message, press, until

FEEDS = {"alpha": ["a1", "a2", "a3"], "beta": ["b1", "b2"]}
WIDE = (140, 40)


@pytest.fixture
def library(clock: FakeClock) -> Library:
    return library_of(FEEDS, clock, folders={"beta": "North"}, searches=[SavedSearch("Bs", "title:b1 OR title:b2")])


@pytest.fixture
def app(make_app: MakeApp, library: Library) -> NewsreaderApp:
    return make_app(library)


def row(app: NewsreaderApp) -> EntrySummary:
    found = main(app).session.row
    assert found is not None
    return found


def reread(app: NewsreaderApp) -> EntrySummary:
    found = main(app).session.library.summary(row(app).id)
    assert found is not None
    return found


async def outline_shown(app: NewsreaderApp, pilot: Pilot[None]) -> Sidebar:
    """The sidebar, once it has its rows: they come after the first headlines."""
    sidebar = main(app).query_one(Sidebar)
    while not sidebar.row_count():
        await pilot.pause()
    return sidebar


async def test_the_list_has_the_focus_and_stands_on_the_newest(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        assert main(app).pane == "headlines"
        assert row(app).title == "b1"
        assert main(app).query_one("#headlines-foot", Line).left == "1 of 5"
        await press(pilot, "j", "j", "k")
        assert row(app).title == "a1"


async def test_moving_shows_the_article_beside_the_list_without_marking_it_read(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "j")
        await until(pilot, lambda: main(app).query_one("#article-title", PaneTitle).left == "alpha")
        assert not reread(app).read


async def test_opening_marks_read_and_the_row_stays(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "enter")
        assert main(app).pane == "article"
        assert reread(app).read
        await press(pilot, "escape")
        assert main(app).pane == "headlines"
        assert row(app).title == "b1"
        assert len(main(app).session.headlines) == 5


async def test_space_reads_on_to_the_end_and_is_then_all_caught_up(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        seen = []
        for _ in range(5):
            await press(pilot, "space")
            seen.append(row(app).title)
        assert seen == ["b1", "a1", "b2", "a2", "a3"]
        await press(pilot, "space")
        assert "All caught up" in message(app)


async def test_space_turns_the_pages_of_a_long_article_first(make_app: MakeApp, clock: FakeClock) -> None:
    library = library_of({"alpha": ["short"]}, clock)
    stock(library.store, clock, "https://alpha.example/", ["long"], text="<br>".join(f"Line {n}" for n in range(200)))
    app = make_app(library)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "space", "space", "space")
        assert row(app).title == "long"
        assert main(app).query_one(ArticleView).position > 0
        await press(pilot, *["space"] * 12)
        assert row(app).title == "short"


async def test_whoever_reads_on_from_the_end_sees_the_list_that_is_left(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "j", "j", "space", "space", "space")
        assert row(app).title == "a3"
        await press(pilot, "space")
        assert (row(app).title, main(app).query_one("#headlines-foot", Line).left) == ("b1", "1 of 2")
        listed = [line.split("▏")[1] for line in screen_text(app).splitlines()[1:6]]
        assert [title for title in ("b1", "a1", "b2", "a2", "a3") if any(title in line for line in listed)] == [
            "b1",
            "a1",
        ]


async def test_where_no_other_feed_has_anything_unread_the_list_is_what_the_keys_are_about(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "A", "m", "J", "j")
        assert message(app) != ""
        table = main(app).table
        assert table._headlines is main(app).session.headlines
        assert row(app).title in screen_text(app)


async def test_next_unread_crosses_to_the_next_feed(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "tab", "tab")  # round to the sidebar
        await press(pilot, *["j"] * 3)
        assert main(app).session.view.title == "alpha"
        await press(pilot, "enter", "n", "n", "n")
        assert (main(app).session.view.title, row(app).title) == ("beta", "b1")
        assert main(app).query_one(Sidebar).view_at(main(app).query_one(Sidebar).cursor) == main(app).session.view


async def test_star_and_read_toggle_and_undo_and_redo_say_what_they_did(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "s", "m")
        assert (reread(app).starred, reread(app).read) == (True, True)
        await press(pilot, "u")
        assert (reread(app).starred, reread(app).read) == (True, False)
        assert message(app) == "Undid: Marked read: b1"
        await press(pilot, "u")
        assert not reread(app).starred
        await press(pilot, "u")
        assert message(app) == "There is nothing to undo."
        await press(pilot, "ctrl+r", "ctrl+r")
        assert (reread(app).starred, reread(app).read) == (True, True)


async def test_mark_all_read_says_how_many_and_where_and_is_undone_by_one_key(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "A")
        assert message(app) == "Marked 5 read in All unread · u to undo"
        assert len(main(app).session.headlines) == 5
        await press(pilot, "u")
        assert not reread(app).read


async def test_what_undo_brings_back_is_there_where_nothing_was_listed(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "A", "full_stop")
        assert len(main(app).session.headlines) == 0
        await press(pilot, "u")
        assert len(main(app).session.headlines) == 5
        assert not main(app).query_one("#headlines-pane").has_class("empty")


async def test_undo_survives_a_restart(app: NewsreaderApp, make_app: MakeApp, library: Library) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "A", "q")
    again = make_app(library)
    async with again.run_test(size=WIDE) as pilot:
        await press(pilot, "u")
        assert message(again) == "Undid: Marked 5 read in All unread"


async def test_arrivals_are_announced_and_shown_on_request(
    app: NewsreaderApp, library: Library, clock: FakeClock
) -> None:
    async with app.run_test(size=WIDE) as pilot:
        stock(library.store, clock, "https://alpha.example/", ["a0"])
        main(app).news_arrived()
        await until(pilot, lambda: main(app).query_one("#headlines-foot", Line).left == "1 of 5 · 1 new · .")
        assert row(app).title == "b1"
        await press(pilot, "full_stop")
        assert len(main(app).session.headlines) == 6
        assert row(app).title == "b1"


async def test_the_text_chosen_for_an_article_stays_when_news_arrive(app: NewsreaderApp, library: Library) -> None:
    page = ExtractedPage(html="<p>" + "The page says more. " * 20 + "</p>", base_url="https://news.example/b1")
    newest = ReadingSession(library).row
    assert newest is not None
    library.store.full_texts.keep(newest.id, page)  # before the preview shows the article without it
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "enter")
        assert "The page says more." in screen_text(app)
        await press(pilot, "f")
        assert "The text of b1" in screen_text(app)
        main(app).news_arrived()
        await pilot.pause()
        assert "The text of b1" in screen_text(app)
        await press(pilot, "f")
        assert "The page says more." in screen_text(app)


async def test_search_finds_shows_and_is_left_again(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "slash", *"title:a2", "enter")
        assert main(app).query_one("#headlines-title", PaneTitle).left == "Search: title:a2"
        assert row(app).title == "a2"
        assert main(app).pane == "headlines"
        await press(pilot, "escape")
        assert main(app).session.view.title == "All unread"


async def test_a_search_that_is_not_made_leads_back_to_the_pane_where_it_was_begun(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "h", "slash", "x", "escape")
        assert main(app).pane == "sidebar"
        await press(pilot, "slash", *"title:a2", "enter")
        assert main(app).pane == "headlines"
        await press(pilot, "slash", "escape")
        assert main(app).pane == "headlines"


async def test_a_search_is_left_also_where_its_line_was_left_for_the_article(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "enter", "escape", "slash")
        for one in ("#article", "#query"):
            await pilot.click(one)
            await pilot.pause()
        await press(pilot, "escape")
        assert not main(app).query_one("#query").has_class("open")


@pytest.mark.parametrize("pane", ["sidebar", "headlines", "article"])
async def test_while_another_window_has_the_focus_all_stays_as_it_is(app: NewsreaderApp, pane: str) -> None:
    async with app.run_test(size=(60, 12)) as pilot:
        await press(pilot, {"sidebar": "h", "headlines": "j", "article": "enter"}[pane])
        app.post_message(events.AppBlur())
        await until(pilot, lambda: main(app).focused is None)
        await pilot.resize_terminal(70, 12)
        await pilot.pause()
        assert main(app).has_class(f"on-{pane}")
        main(app).keep_place()
        assert main(app).session.seen.pane == pane
        app.post_message(events.AppFocus())
        await until(pilot, lambda: main(app).focused is not None)
        assert main(app).pane == pane


@pytest.mark.parametrize("command", ["slash", "T"])
async def test_while_text_is_typed_the_footer_names_no_keys_of_commands(app: NewsreaderApp, command: str) -> None:
    async with app.run_test(size=WIDE) as pilot:
        before = message(app)
        assert "next unread" in before
        await press(pilot, command)
        await until(pilot, lambda: message(app) == "Enter takes it · Esc back")
        await press(pilot, "escape")
        await until(pilot, lambda: message(app) == before)


async def test_a_mistyped_search_says_so_and_keeps_the_line_open(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "slash", *'"open', "enter")
        assert "quotation mark" in message(app)
        assert main(app).query_one("#query", Input).has_focus
        await press(pilot, "escape")
        assert main(app).pane == "headlines"


async def test_an_empty_list_says_what_to_press(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "slash", *"nowhere", "enter")
        assert "Nothing found" in str(main(app).query_one("#empty", Static).render())
        await press(pilot, "j", "space", "enter", "m", "s", "A", "o", "y", "z")
        assert main(app).session.row is None


@pytest.mark.parametrize("key", ["m", "s", "o", "y", "b", "w", "d", "T", "C", "f"])
async def test_where_there_is_no_article_a_key_that_needs_one_says_so(app: NewsreaderApp, key: str) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "slash", *"nowhere", "enter", key)
        assert message(app) == "There is no article here."
        await press(pilot, "escape")
        assert main(app).session.row is not None
        assert message(app) != "There is no article here."


async def test_what_is_found_among_old_articles_follows(
    make_app: MakeApp, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries, "LARGE", HEAD)
    app = make_app(library_of({"alpha": [f"a{number:04}" for number in range(HEAD + 9)]}, clock))
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "slash", *f"url:a{HEAD + 5}", "enter")
        await until(pilot, lambda: main(app).session.headlines.whole)
        assert row(app).title == f"a{HEAD + 5}"
        assert f"a{HEAD + 5}" in screen_text(app)
        assert "looking at older" not in screen_text(app)


async def test_all_that_is_selected_of_a_list_that_is_still_coming_is_not_counted_short(
    make_app: MakeApp, clock: FakeClock
) -> None:
    app = make_app(library_of({"alpha": [f"word a{number:04}" for number in range(2_600)]}, clock))
    async with app.run_test(size=WIDE) as pilot:
        main(app)._open_view(View("search", "word", "word"))
        come = len(main(app).session.headlines)
        assert not main(app).session.headlines.counted
        main(app).action_select_all()
        assert main(app).query_one("#headlines-foot", Line).left.endswith(f" of {come}+ · {come}+ selected")
        await until(pilot, lambda: main(app).session.headlines.whole)
        assert main(app).query_one("#headlines-foot", Line).left.endswith(" of 2,600 · 2,600 selected")


async def test_the_place_is_kept_although_another_program_is_writing(
    make_app: MakeApp, clock: FakeClock, tmp_path: Path
) -> None:
    path = tmp_path / "newsreader.db"
    with Store.open(path, clock=clock) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        library = library_of(FEEDS, clock, store=store)
        app = make_app(library)
        async with app.run_test(size=WIDE) as pilot:
            other.execute("BEGIN IMMEDIATE")
            await press(pilot, "j", "j")
            main(app).session.opened.append(main(app).session.headlines.ids[0])
            await press(pilot, "j")
            await until(pilot, lambda: recall_place(library).entry == main(app).session.headlines.ids[3])
            other.execute("ROLLBACK")
            await until(pilot, lambda: not main(app).session.untold)
            assert "busy" not in message(app)


async def test_what_is_said_of_unread_only_is_true_of_the_view(app: NewsreaderApp) -> None:
    async with app.run_test(size=(140, 40)) as pilot:
        await press(pilot, "t")
        assert message(app) == "In other views: only unread headlines; All unread has no others"
        await press(pilot, "g", "s", "t")
        assert message(app) == "In other views: all headlines, read ones too; this one always has all"
        await press(pilot, "g", "t", "t")
        assert message(app) == "Only unread headlines"


async def test_unread_only_is_kept_over_a_restart(app: NewsreaderApp, make_app: MakeApp, library: Library) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "t", "q")
    again = make_app(library)
    async with again.run_test(size=WIDE):
        assert main(again).session.unread_only


async def test_folders_fold_and_stay_folded(app: NewsreaderApp, make_app: MakeApp, library: Library) -> None:
    async with app.run_test(size=WIDE) as pilot:
        sidebar = await outline_shown(app, pilot)
        rows = sidebar.row_count()
        await press(pilot, "h", "G", "h", "h")
        assert sidebar.row_count() == rows - 1
        await press(pilot, "q")
    again = make_app(library)
    async with again.run_test(size=WIDE) as pilot:
        sidebar = await outline_shown(again, pilot)
        assert sidebar.row_count() == rows - 1
        await press(pilot, "h", "l")
        assert sidebar.row_count() == rows


@pytest.mark.parametrize(
    ("width", "keys", "shown"),
    [
        (140, (), {"sidebar", "headlines", "article"}),
        (140, ("enter",), {"sidebar", "headlines", "article"}),
        (140, ("enter", "z"), {"article"}),
        (140, ("enter", "z", "escape"), {"sidebar", "headlines", "article"}),
        (100, (), {"sidebar", "headlines"}),
        (100, ("enter",), {"headlines", "article"}),
        (60, (), {"headlines"}),
        (60, ("enter",), {"article"}),
        (60, ("escape",), {"sidebar"}),
        (60, ("space",), {"article"}),
    ],
)
async def test_panes_are_three_two_or_one_by_the_width(
    app: NewsreaderApp, width: int, keys: tuple[str, ...], shown: set[str]
) -> None:
    async with app.run_test(size=(width, 24)) as pilot:
        await press(pilot, *keys)
        panes = {name for name in ("sidebar", "headlines", "article") if main(app).query_one(f"#{name}-pane").display}
        zoomed = main(app).has_class("zoomed")
        assert panes == shown or (zoomed and shown == {"article"})


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (20, 5), (400, 100)])
async def test_any_size_is_survived_and_the_place_kept(app: NewsreaderApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "j", "enter")
        await pilot.resize_terminal(*size)
        await press(pilot, "j", "k", "space")
        await pilot.resize_terminal(*WIDE)
        assert app.is_running


async def test_starred_opens_from_the_sidebar(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "s", "h", "g", "g", "j", "j")
        assert main(app).session.view == STARRED
        assert row(app).title == "b1"


async def test_a_click_opens_a_headline_and_a_view(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.click(HeadlineTable, offset=(10, 2))
        await pilot.pause()
        assert row(app).title == "b2"
        assert reread(app).read
        await pilot.click(Sidebar, offset=(5, 3))
        await pilot.pause()
        assert main(app).session.view.title == "Bs"


async def test_copying_a_link_puts_it_on_the_clipboard(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "y")
        assert app.clipboard == "https://news.example/b1"
        assert message(app) == "Copied https://news.example/b1"


async def test_help_lists_every_key_and_closes(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "question_mark")
        assert len(app.screen_stack) == 2
        await press(pilot, "j", "space", "escape")
        assert len(app.screen_stack) == 1


async def test_the_palette_runs_a_command(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "ctrl+p", *"mark all read")
        await until(pilot, lambda: "Mark everything listed read" in screen_text(app))
        await press(pilot, "enter")
        await until(pilot, lambda: "Marked 5 read" in message(app))


@pytest.mark.parametrize("key", ["ctrl+p", "ctrl+t", "w", "question_mark", "U"])
async def test_a_window_that_is_left_twice_takes_nothing_else_with_it(app: NewsreaderApp, key: str) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, key)
        window = app.screen
        assert window is not main(app)
        window.dismiss()
        window.dismiss()
        await pilot.pause()
        assert app.screen is main(app)


async def test_the_palette_turns_no_page_of_a_list_that_is_not_laid_out_yet(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "ctrl+p")
        commands = app.screen.query_one(CommandList)
        await until(pilot, lambda: commands.option_count > 0)
        commands.styles.width = 0
        await pilot.pause()
        commands._clear_caches()
        await app.screen.run_action("command_list('page_down')")
        await press(pilot, "escape")
        assert app.screen is main(app)


async def test_what_is_chosen_twice_in_the_palette_is_done_once(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        star = next(one for one in app.get_system_commands(app.screen) if one.title.startswith("Star "))
        star.callback()
        star.callback()
        await pilot.pause()
        assert row(app).starred


async def test_who_presses_ctrl_c_is_told_how_to_leave(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "ctrl+c")
        assert message(app) == "q leaves the reader."
        assert not list(app._notifications)


@pytest.mark.parametrize(
    ("typed", "first", "also"),
    [
        ("folder", "Left  (←)", "Move the feed  (c)"),
        ("priority", "Sort by priority", "Only what matters  (+)"),
        ("sort", "Sort by feed", "Newest first"),
    ],
)
async def test_the_palette_finds_commands_by_words_of_their_help_too(
    app: NewsreaderApp, typed: str, first: str, also: str
) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        await press(pilot, "ctrl+p", *typed)
        await until(pilot, lambda: first in screen_text(app) and also in screen_text(app))
        assert screen_text(app).index(first) < screen_text(app).index(also)


async def test_keys_of_the_config_replace_the_defaults(make_app: MakeApp, library: Library) -> None:
    app = make_app(library, keys={"star": ("Q",), "sttar": ("y",)})
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: "no command “sttar”" in message(app))
        await press(pilot, "s")
        assert not reread(app).starred
        await press(pilot, "Q")
        assert reread(app).starred


async def test_a_chosen_theme_is_kept(make_app: MakeApp, library: Library) -> None:
    kept: list[str] = []
    app = make_app(library, kept=kept)
    async with app.run_test(size=WIDE) as pilot:
        app.theme = "nord"
        await pilot.pause()
        assert kept == ["nord"]


async def test_no_color_means_no_colour_at_all(
    make_app: MakeApp, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = make_app(library)
    async with app.run_test(size=WIDE) as pilot:
        assert app.theme.startswith("ansi")
        assert app.no_color
        assert main(app).table.render_line(0).text.startswith("▌")
        await press(pilot, "enter")
        assert main(app).table.render_line(0).text.startswith("▏"), "the row at hand is told by a sign"


async def test_without_other_signs_the_screen_is_drawn_in_ascii(make_app: MakeApp, library: Library) -> None:
    app = make_app(library, icons="ascii")
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert not {"▌", "▏", "●"} & set(screen_text(app))


async def test_hostile_titles_are_shown_and_not_obeyed(make_app: MakeApp, clock: FakeClock) -> None:
    titles = ["[/b] sale", "[@click=app.quit]x[/]", "[link=http://e]x", "a\x1b]52;c;aGk=\x07b", "c\u202egnp"]
    app = make_app(library_of({"[/b]": titles}, clock))
    async with app.run_test(size=WIDE) as pilot:
        for _ in titles:
            await press(pilot, "space", "m", "s", "m")
        await pilot.click(HeadlineTable, offset=(8, 1))
        assert app.is_running
