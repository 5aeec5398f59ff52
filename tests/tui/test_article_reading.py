"""The commands of the article pane in the whole reader."""

import sys
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from clock import FakeClock
from newsreader.core.entries import EntrySummary
from newsreader.library.library import Library
from newsreader.library.views import View
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.article_find import MOST_HITS
from newsreader.tui.screens.links import LinksScreen
from newsreader.tui.widgets.article import ArticleView
from newsreader.tui.widgets.lines import Line, PaneTitle
from pictures import screen_text
from stocked import library_of, stock
from tui.conftest import MakeApp
from tui.driving import main, message, press, until

WIDE = (140, 30)
TEXT = (
    "Chips and <a href='https://e.example/one'>the first report</a>, a crème brûlée, "
    "<a href='javascript:alert(1)'>a script</a>, <a href='https://e.example/two'>the second one</a>."
    + "".join(f"<p>Paragraph {n} of the text, about chips.</p>" for n in range(60))
)


@pytest.fixture
def library(clock: FakeClock) -> Library:
    library = library_of({"alpha": ["a1", "a2", "a3"], "beta": ["b1"]}, clock)
    stock(library.store, clock, "https://alpha.example/", ["long"], text=TEXT)
    return library


@pytest.fixture
def app(make_app: MakeApp, library: Library) -> NewsreaderApp:
    return make_app(library)


def view(app: NewsreaderApp) -> ArticleView:
    return main(app).query_one(ArticleView)


def count(app: NewsreaderApp) -> str:
    return main(app).query_one("#find-count", Line).right


def lines(app: NewsreaderApp) -> list[str]:
    return [view(app).render_line(y).text.strip() for y in range(view(app).size.height)]


def row(app: NewsreaderApp) -> EntrySummary:
    """The headline under the cursor as it is stored now."""
    found = main(app).session.row
    assert found is not None
    stored = main(app).session.library.summary(found.id)
    assert stored is not None
    return stored


def title(app: NewsreaderApp) -> str:
    return row(app).title


async def open_long(app: NewsreaderApp, pilot: Pilot[None]) -> None:
    """Open the long article, and wait until it is complete with what follows it."""
    await pilot.pause()
    main(app)._open_view(View("feed", "https://alpha.example/", "alpha"))
    await press(pilot, "enter")
    await until(pilot, lambda: bool(view(app).more))


# Finding


async def test_what_is_typed_is_found_at_once_and_n_goes_from_hit_to_hit(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await open_long(app, pilot)
        await press(pilot, "slash", *"paragraph 3")
        assert main(app).pane == "article"
        assert count(app) == "1/11"
        assert "Paragraph 3 of the text, about chips." in lines(app)
        await press(pilot, "enter", "n")
        assert count(app) == "2/11"
        assert "Paragraph 30 of the text, about chips." in lines(app)
        await press(pilot, "N", "N")
        assert count(app) == "11/11"
        assert title(app) == "long"


async def test_of_very_many_hits_it_is_said_that_there_are_more(make_app: MakeApp, clock: FakeClock) -> None:
    library = library_of({"alpha": []}, clock)
    stock(library.store, clock, "https://alpha.example/", ["long"], text="chips " * (MOST_HITS + 500))
    app = make_app(library)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "enter", "slash", *"chips", "enter")
        await until(pilot, lambda: count(app) == "1/9,999+")
        await press(pilot, "N")
        assert count(app) == "9,999/9,999+"


async def test_esc_ends_the_find_and_gives_n_back_its_meaning(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await open_long(app, pilot)
        await press(pilot, "slash", *"chips", "enter", "n", "escape")
        assert main(app).pane == "article"
        assert not main(app).query_one("#find").display
        before = title(app)
        await press(pilot, "n")
        assert title(app) != before
        after = title(app)
        await press(pilot, "N")
        assert title(app) != after


async def test_esc_while_typing_goes_back_to_where_the_find_began(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await open_long(app, pilot)
        await press(pilot, "j", "j", "slash", *"paragraph 59")
        await until(pilot, lambda: view(app).scroll_offset.y > 10)
        await press(pilot, "escape")
        await until(pilot, lambda: view(app).scroll_offset.y == 2)
        assert main(app).focused is view(app)


async def test_what_is_nowhere_says_so_and_keeps_the_line_open(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await open_long(app, pilot)
        await press(pilot, "slash", *"quantum", "enter")
        await until(pilot, lambda: message(app) == "“quantum” is not in this article.")
        assert count(app) == "none"
        assert main(app).typing
        await press(pilot, *["backspace"] * 7, *"CREME BRULEE", "enter")
        assert count(app) == "1/1"
        await press(pilot, "slash")
        assert main(app).query_one("#find-text", Input).value == "CREME BRULEE"
        await press(pilot, *["backspace"] * 12, "enter")
        assert main(app).focused is view(app)
        assert not view(app).looked_for


async def test_a_find_lives_through_a_change_of_width_and_ends_with_the_article(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await open_long(app, pilot)
        await press(pilot, "slash", *"second one", "enter", "less_than_sign")
        await pilot.resize_terminal(70, 30)
        await pilot.pause()
        assert count(app) == "1/1"
        found = next(y for y, line in enumerate(lines(app)) if "second" in line)
        assert any(segment.style and segment.style.reverse for segment in view(app).render_line(found))
        await press(pilot, "1")
        assert not view(app).looked_for


async def test_elsewhere_the_same_key_searches_everything(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "slash")
        assert main(app).query_one("#query", Input).has_focus


@pytest.mark.parametrize("width", [140, 100, 60])
async def test_the_article_stays_in_view_while_typing(app: NewsreaderApp, width: int) -> None:
    async with app.run_test(size=(width, 24)) as pilot:
        await open_long(app, pilot)
        await press(pilot, "slash", *"chips")
        assert main(app).query_one("#article-pane").display
        assert "Find: chips" in screen_text(app)


# Links


def browser_to(file: Path) -> tuple[str, ...]:
    """A browser that writes the address into `file`."""
    return (sys.executable, "-c", "import sys; open(sys.argv[1], 'w').write(sys.argv[2])", str(file))


async def test_a_link_is_picked_by_its_number_and_shown_before_it_is_opened(
    make_app: MakeApp, library: Library, tmp_path: Path
) -> None:
    app = make_app(library, browser=browser_to(tmp_path / "opened"))
    async with app.run_test(size=WIDE) as pilot:
        await open_long(app, pilot)
        urls = view(app).link_urls
        number = str(urls.index("https://e.example/two") + 1)
        await press(pilot, "l")
        assert message(app).startswith(f"Link 1 to {len(urls)}: type its number")
        await press(pilot, number)
        assert message(app).startswith(f"Link {number}: https://e.example/two")
        assert not (tmp_path / "opened").exists()
        await press(pilot, "enter")
        await until(pilot, lambda: (tmp_path / "opened").exists() and bool((tmp_path / "opened").read_text()))
        assert (tmp_path / "opened").read_text() == "https://e.example/two"
        assert title(app) == "long"


async def test_a_picked_link_is_copied_or_left(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await open_long(app, pilot)
        await press(pilot, "l", "9")
        assert message(app).startswith("There is no link 9; the last one is ")
        await press(pilot, "2", "backspace", "0", "1", "y")
        assert app.clipboard == "https://e.example/one"
        await press(pilot, "l", "1", "escape")
        assert main(app).pane == "article"
        await press(pilot, "y")
        assert app.clipboard == "https://news.example/long"


async def test_no_link_is_picked_any_more_where_a_refresh_brings_others(
    app: NewsreaderApp, library: Library, clock: FakeClock
) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await open_long(app, pilot)
        await press(pilot, "l", "2")
        assert message(app).startswith("Link 2: ")
        stock(library.store, clock, "https://alpha.example/", ["long"], text="Withdrawn.")
        main(app).news_arrived()
        await pilot.pause()
        assert not view(app).link_urls
        assert not message(app).startswith("Link")
        await press(pilot, "enter", "escape")
        assert main(app).pane == "headlines"


async def test_no_link_is_picked_any_more_where_something_is_to_be_found(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await open_long(app, pilot)
        await press(pilot, "l", "2", "slash")
        assert message(app) == "Enter keeps the place · Esc goes back"
        await press(pilot, *"chips", "enter")
        assert message(app).startswith("n next")


async def test_in_the_other_panes_the_key_goes_right(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "h")
        assert main(app).pane == "sidebar"
        await press(pilot, "l")
        assert main(app).pane == "headlines"
        await press(pilot, "l")
        assert main(app).pane == "article"


async def test_an_article_without_links_says_so(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "enter", "n", "l")
        assert message(app) == "This article has no links."
        await press(pilot, "ctrl+l")
        assert len(app.screen_stack) == 1


async def test_the_list_of_links_opens_and_copies(make_app: MakeApp, library: Library, tmp_path: Path) -> None:
    app = make_app(library, browser=browser_to(tmp_path / "opened"))
    async with app.run_test(size=WIDE) as pilot:
        await open_long(app, pilot)
        await press(pilot, "ctrl+l")
        assert isinstance(app.screen, LinksScreen)
        text = screen_text(app)
        assert "the first report" in text
        assert "https://e.example/two" in text
        await press(pilot, "y")
        assert app.clipboard == "https://e.example/one"
        await press(pilot, "G", "enter")
        assert len(app.screen_stack) == 1
        await until(pilot, lambda: (tmp_path / "opened").exists() and bool((tmp_path / "opened").read_text()))
        assert (tmp_path / "opened").read_text() == view(app).link_urls[-1]


# The length of lines


async def test_lines_become_shorter_and_longer_and_stay_so_over_a_restart(
    app: NewsreaderApp, make_app: MakeApp, library: Library
) -> None:
    async with app.run_test(size=(250, 30)) as pilot:
        await open_long(app, pilot)
        await press(pilot, "greater_than_sign", *["less_than_sign"] * 3)
        assert message(app) == "Lines of 72 columns"
        await press(pilot, *["less_than_sign"] * 20)
        assert view(app).measure == 40
        await press(pilot, "greater_than_sign")
    again = make_app(library)
    async with again.run_test(size=WIDE):
        assert view(again).measure == 44
    changed = make_app(library, measure=60)
    async with changed.run_test(size=WIDE):
        assert view(changed).measure == 60


async def test_lines_are_never_longer_than_the_pane(app: NewsreaderApp) -> None:
    async with app.run_test(size=(70, 30)) as pilot:
        await open_long(app, pilot)
        await press(pilot, "greater_than_sign")
        assert message(app) == f"Lines cannot be longer here: {view(app).room} columns."
        await press(pilot, "less_than_sign")
        assert view(app).measure == view(app).room - 4


async def test_beside_an_article_that_is_not_on_the_screen_lines_become_shorter_step_by_step_too(
    app: NewsreaderApp,
) -> None:
    async with app.run_test(size=(70, 30)) as pilot:
        await pilot.pause()
        before = view(app).measure
        await press(pilot, "less_than_sign")
        assert view(app).measure == before - 4
        await press(pilot, "greater_than_sign")
        assert message(app) == f"Lines of {before} columns"


# The place


async def test_a_half_read_article_opens_where_it_was_left(
    app: NewsreaderApp, make_app: MakeApp, library: Library
) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await open_long(app, pilot)
        await press(pilot, "space", "space")
        before = lines(app)[0]
        await press(pilot, "p")
        await press(pilot, "q")
    again = make_app(library)
    async with again.run_test(size=(100, 24)) as pilot:
        await open_long(again, pilot)
        assert lines(again)[0] == before
        await press(pilot, "G", "p", "q")  # what was at hand opens at its very place
    last = make_app(library)
    async with last.run_test(size=WIDE) as pilot:
        await open_long(last, pilot)
        assert lines(last)[0] == "long"


async def test_the_wheel_moves_the_percentage_too(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await open_long(app, pilot)
        view(app).scroll_to(y=40, animate=False)
        await pilot.pause()
        assert main(app).query_one("#article-title", PaneTitle).right == view(app).progress != "0 %"


# The source


async def test_the_source_is_shown_as_it_came_and_left_again(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await open_long(app, pilot)
        await press(pilot, "j", "j", "j", "backslash")
        assert main(app).query_one("#article-title", PaneTitle).left == "alpha · source"
        assert any("<a href='https://e.example/one'>" in line for line in lines(app))
        await press(pilot, "slash", *"<p>paragraph 59", "enter")
        assert count(app) == "1/1"
        await press(pilot, "backslash")
        assert main(app).query_one("#article-title", PaneTitle).left == "alpha"
        assert view(app).scroll_offset.y == 3
        await press(pilot, "backslash", "escape")
        assert not view(app).showing_source


async def test_the_source_is_called_so_also_after_news(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await open_long(app, pilot)
        await press(pilot, "backslash")
        main(app).news_arrived()
        await pilot.pause()
        assert main(app).query_one("#article-title", PaneTitle).left == "alpha · source"
        assert view(app).showing_source


async def test_a_hostile_source_is_text(make_app: MakeApp, clock: FakeClock) -> None:
    library = library_of({"alpha": []}, clock)
    text = "[@click=app.quit]x[/] [/b]\x1b]52;c;aGk=\x07 \x9b31m \u202e" + "<b>" * 30_000
    stock(library.store, clock, "https://alpha.example/", ["one"], text=text)
    app = make_app(library)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "enter", "backslash")
        shown = "".join(view(app).render_line(y).text for y in range(20))
        assert "[@click=app.quit]x[/] [/b]" in shown
        assert not set(shown) & set("\x1b\x07\x9b\u202e")


# More of the same feed


async def test_the_next_unread_of_the_feed_follow_and_a_digit_opens_one(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await open_long(app, pilot)
        assert [entry.title for entry in view(app).more] == ["a1", "a2", "a3"]
        await press(pilot, "G")
        assert "More from alpha" in lines(app)
        assert any(line.startswith("2 a2") for line in lines(app))
        await press(pilot, "7", "0")
        assert title(app) == "long"
        await press(pilot, "2")
        assert (title(app), main(app).pane) == ("a2", "article")
        assert row(app).read
        await until(pilot, lambda: [entry.title for entry in view(app).more] == ["a3", "a1"])


async def test_one_that_the_list_lacks_is_opened_in_its_feed(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "slash", *"title:long", "enter", "enter")
        await until(pilot, lambda: bool(view(app).more))
        await press(pilot, "1")
        assert (main(app).session.view.title, title(app)) == ("alpha", "a1")


async def test_space_reads_on_at_the_end_of_the_text(app: NewsreaderApp) -> None:
    async with app.run_test(size=(140, 10)) as pilot:
        await open_long(app, pilot)
        await press(pilot, "n")
        await until(pilot, lambda: bool(view(app).more) and view(app).max_scroll_y > 0)
        assert view(app).progress == "100 %"
        before = title(app)
        await press(pilot, "space")
        assert title(app) != before


async def test_a_headline_that_follows_can_be_clicked(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await open_long(app, pilot)
        await press(pilot, "G")
        y = next(number for number, line in enumerate(lines(app)) if line.startswith("3 a3"))
        await pilot.click(ArticleView, offset=(12, y))
        await pilot.pause()
        assert title(app) == "a3"


# The mouse


async def test_dragging_selects_and_copies_text_and_a_click_ends_it(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await open_long(app, pilot)
        y = next(number for number, line in enumerate(lines(app)) if line.startswith("Paragraph 0"))
        left = view(app).left
        await pilot.mouse_down(ArticleView, offset=(left + 10, y))
        await pilot.hover(ArticleView, offset=(left + 9, y + 2))
        await pilot.mouse_up(ArticleView, offset=(left + 9, y + 2))
        await pilot.pause()
        assert app.clipboard == "0 of the text, about chips.\n\nParagraph"
        assert message(app) == "Copied “0 of the text, about chips. Paragraph”"
        await press(pilot, "escape")
        assert not main(app).selections
        assert main(app).pane == "article"


async def test_a_drag_that_ends_on_a_link_does_not_open_it(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await open_long(app, pilot)
        y = next(number for number, line in enumerate(lines(app)) if line.startswith("Chips and the first"))
        left = view(app).left
        await pilot.mouse_down(ArticleView, offset=(left, y))
        await pilot.hover(ArticleView, offset=(left + 13, y))
        await pilot.mouse_up(ArticleView, offset=(left + 13, y))
        await pilot.pause()
        assert app.clipboard == "Chips and the"
        assert "Opening" not in message(app)


async def test_two_clicks_copy_a_word_and_three_a_paragraph(app: NewsreaderApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await open_long(app, pilot)
        y = next(number for number, line in enumerate(lines(app)) if line.startswith("Paragraph 2"))
        await pilot.click(ArticleView, offset=(view(app).left + 3, y), times=2)
        await pilot.pause()
        assert app.clipboard == "Paragraph"
        await pilot.click(ArticleView, offset=(view(app).left + 3, y), times=3)
        await pilot.pause()
        assert app.clipboard == "Paragraph 2 of the text, about chips."


# The keys


async def test_digits_cannot_be_given_to_another_command(make_app: MakeApp, library: Library) -> None:
    app = make_app(library, keys={"star": ("5", "Q"), "number": ("a",)})
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        await press(pilot, "Q")
        assert any("“5” for star is a digit" in problem for problem in app._keys.problems)
        assert any("the keys of number are the digits" in problem for problem in app._keys.problems)
        assert row(app).starred
