"""Order, headings, columns, lines of text, layouts and pane sizes, by keys and by mouse."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from clock import FakeClock
from newsreader.config.settings import Value
from newsreader.core.errors import ConfigError, ConfigProblem
from newsreader.core.subscriptions import Subscription, Subscriptions
from newsreader.library.library import Library
from newsreader.library.views import View
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.widgets.headline_table import Look
from newsreader.tui.widgets.lines import Footer, Line, PaneTitle
from pictures import screen_text
from stocked import library_of, stock
from tui.conftest import MakeApp
from tui.driving import main, message

SIZE = (140, 40)
TEXT = " ".join(f"word{number}" for number in range(200))


@pytest.fixture
def library(clock: FakeClock) -> Library:
    library = library_of({"alpha": ["a1", "a2", "a3", "a4", "a5"], "beta": ["b1", "b2"]}, clock)
    library.follow(
        Subscriptions(
            (
                Subscription("https://alpha.example/", title="alpha", tags=("eu",)),
                Subscription("https://beta.example/", title="beta", priority="must"),
            )
        )
    )
    return library


@pytest.fixture
def kept() -> dict[str, Value]:
    return {}


@pytest.fixture
def app(make_app: MakeApp, library: Library, kept: dict[str, Value]) -> NewsreaderApp:
    app = make_app(library)
    main(app).keep_setting = kept.__setitem__
    return app


def order(app: NewsreaderApp) -> str:
    headlines = main(app).session.headlines
    rows = [headlines.row(index) for index in range(len(headlines))]
    return " ".join(row.title for row in rows if row is not None)


def cursor(app: NewsreaderApp) -> str:
    row = main(app).session.row
    assert row is not None
    return row.title


def lines(app: NewsreaderApp) -> list[str]:
    """The list's lines as they are painted."""
    table = main(app).table
    return [table.render_line(y).text.rstrip() for y in range(table.size.height)]


async def run(app: NewsreaderApp, pilot: Pilot[None], command: str) -> None:
    """As the palette does."""
    await main(app).run_action(f"screen.{command}")
    await pilot.pause()


async def test_the_order_key_goes_through_all_orders_and_says_which(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        said = []
        for _ in range(6):
            await pilot.press("S")
            said.append((message(app).partition(": ")[2], main(app).query_one("#headlines-title", PaneTitle).right))
        assert [words for words, _ in said] == [
            *("oldest first", "by feed", "by priority", "shortest first", "one of each feed", "newest first")
        ]
        assert said[1][1] == "by feed"
        assert said[5][1] == ""


async def test_each_view_has_its_own_order(app: NewsreaderApp, library: Library, make_app: MakeApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await run(app, pilot, "order_feed")
        assert order(app) == "a1 a2 a3 a4 a5 b1 b2"
        main(app)._open_view(View("folder", "none"))
        assert main(app).session.headlines.order == "newest"
    again = make_app(library)
    async with again.run_test(size=SIZE):
        main(again)._open_view(View("all"))
        assert order(again) == "a1 a2 a3 a4 a5 b1 b2"


async def test_the_cursor_skips_headings_and_only_entries_count(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await run(app, pilot, "order_feed")
        await pilot.press("equals_sign", "home")
        await pilot.pause()
        shown = lines(app)
        assert shown[0].split() == ["alpha", "5"]
        assert shown[6].split() == ["beta", "2"]
        assert shown[7].endswith("1 min")
        assert "alpha" not in shown[1], "the heading says it"
        await pilot.press(*"jjjjj")
        assert cursor(app) == "b1"
        assert main(app).query_one("#headlines-foot", Line).left == "6 of 7"


async def test_a_click_below_headings_opens_what_is_there_and_one_on_a_heading_nothing(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await run(app, pilot, "order_feed")
        await pilot.press("equals_sign")
        await pilot.pause()
        await pilot.click("#headlines", offset=(5, 8))
        assert cursor(app) == "b2"
        await pilot.click("#headlines", offset=(5, 6))
        assert cursor(app) == "b2"


async def test_a_group_is_marked_read_and_taken_back(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("M")
        assert message(app).startswith("There are no headings here")
        await run(app, pilot, "order_feed")
        await pilot.press("equals_sign", "end", "M")
        assert message(app) == "Marked 2 read under beta, in All unread · u to undo"
        await pilot.press("M")
        assert message(app) == "Everything under beta is read already."
        await pilot.press("u", "home", "M")
        assert message(app) == "Marked 5 read under alpha, in All unread · u to undo"


async def test_headings_of_an_order_that_has_none(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await run(app, pilot, "order_length")
        await pilot.press("equals_sign")
        assert "has no headings" in message(app)
        await run(app, pilot, "order_newest")
        assert lines(app)[0].split() == ["Today", "7"]
        await pilot.press("equals_sign")
        assert message(app) == "No headings here"


async def test_the_threshold_narrows_the_list_and_is_named(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("plus", "plus")
        assert order(app) == "b1 b2"
        assert main(app).query_one("#headlines-title", PaneTitle).right == "must"
        await pilot.press("plus")
        assert len(order(app).split()) == 7
        assert message(app) == "Feeds of all priorities"


async def test_a_narrow_list_has_room_for_what_is_short(make_app: MakeApp, library: Library) -> None:
    app = make_app(library, columns=("author", "tags", "feed", "minutes", "date"))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        row = next(line for line in lines(app) if " a1 " in line)
        assert row.split("  ")[-1].strip() == "teaser · 1 min"


async def test_a_narrow_title_has_its_view_first(app: NewsreaderApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await run(app, pilot, "order_round_robin")
        await pilot.press("L")
        await pilot.pause()
        title = main(app).query_one("#headlines-title", PaneTitle)
        assert title.size.width < 26
        text = title.render_line(0).text
        assert text.startswith(" All unread ")
        assert "one of" in text
        assert "…" in text


async def test_a_list_that_the_threshold_empties_says_so(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        main(app)._open_view(View("feed", "https://alpha.example/"))
        await pilot.press("plus", "plus")
        await pilot.pause()
        assert "Nothing here is of priority must." in screen_text(app)
        assert "Press + for all." in screen_text(app)
        await pilot.press("plus")
        await pilot.pause()
        assert len(main(app).session.headlines)


async def test_columns_are_shown_at_once_and_kept(app: NewsreaderApp, kept: dict[str, Value]) -> None:
    async with app.run_test(size=SIZE) as pilot:
        for column in ("tags", "minutes", "feed"):
            await run(app, pilot, f"column_{column}")
        await run(app, pilot, "dates")
        row = next(line for line in lines(app) if " a1 " in line)
        assert "#eu · teaser · " in row
        assert "alpha" not in row
        assert row.split()[-1].count(":") == 1
        assert kept == {"columns": ("tags", "minutes", "date"), "dates": "absolute"}
        for column in ("tags", "minutes", "date"):
            await run(app, pilot, f"column_{column}")
        assert message(app) == "Beside headlines: nothing"


@pytest.mark.parametrize("height", [1, 2, 3])
async def test_lines_of_the_text_stand_under_headlines(app: NewsreaderApp, kept: dict[str, Value], height: int) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*"E" * height)
        await pilot.pause()
        shown = lines(app)
        assert kept == {"snippet": height}
        assert shown[1].strip(" ▌") == "The text of " + shown[0].split()[1]
        assert shown[2].strip(" ▌") == ("" if height > 1 else shown[2].strip(" ▌"))
        assert cursor(app) in shown[0]
        await pilot.press("j")
        await pilot.pause()
        assert lines(app)[1 + height].startswith("▌")
        await pilot.press("end")
        assert any(cursor(app) in line for line in lines(app))


async def test_a_long_text_is_cut_with_a_sign(make_app: MakeApp, clock: FakeClock) -> None:
    library = library_of({"alpha": []}, clock)
    stock(library.store, clock, "https://alpha.example/", ["one"], text=TEXT)
    app = make_app(library, snippet=2)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        first, second = lines(app)[1:3]
        words = f"{first} {second}".strip("▌ ").replace("▌", " ").split()
        assert words[:-1] == TEXT.split()[: len(words) - 1]
        assert len(words) > 10
        assert second.endswith("…")


async def test_a_setting_that_cannot_be_kept_still_holds(app: NewsreaderApp) -> None:
    def refuse(key: str, value: Value) -> None:
        raise ConfigError(ConfigProblem(Path("config.toml"), None, key, f"The setting {value} cannot be saved."))

    main(app).keep_setting = refuse
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("E")
        assert "cannot be saved" in message(app)
        assert main(app).look.snippet == 1


@pytest.mark.parametrize(
    ("layout", "size", "beside", "above"),
    [
        ("three", (90, 24), True, False),
        ("stacked", (120, 40), False, True),
        ("stacked", (70, 24), False, True),
    ],
)
async def test_layouts_show_list_and_article_together(
    make_app: MakeApp, library: Library, layout: str, size: tuple[int, int], beside: bool, above: bool
) -> None:
    app = make_app(library, layout=layout)
    async with app.run_test(size=size) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        headlines, article = (main(app).query_one(f"#{pane}-pane").region for pane in ("headlines", "article"))
        assert headlines.area > 0 < article.area
        assert (headlines.right == article.x) is beside
        assert (headlines.bottom == article.y and headlines.x == article.x) is above


async def test_the_layout_key_goes_through_all_and_keeps_the_choice(app: NewsreaderApp, kept: dict[str, Value]) -> None:
    async with app.run_test(size=SIZE) as pilot:
        seen = []
        for _ in range(4):
            await pilot.press("L")
            await pilot.pause()
            seen.append(kept["layout"])
        assert seen == ["three", "stacked", "one", "auto"]


async def test_one_pane_shows_one_and_cannot_be_sized(make_app: MakeApp, library: Library) -> None:
    app = make_app(library, layout="one")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert main(app).query_one("#headlines-pane").size.width == 140
        await pilot.press("right_parenthesis")
        assert message(app).startswith("One pane has the whole screen")


async def test_pane_sizes_by_keys_are_kept(app: NewsreaderApp, library: Library, make_app: MakeApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        before = main(app).query_one("#headlines-pane").size.width
        await pilot.press("right_parenthesis", "right_parenthesis")
        await pilot.pause()
        after = main(app).query_one("#headlines-pane").size.width
        assert after > before
        await pilot.press("shift+tab", "left_parenthesis")
        await pilot.pause()
        assert main(app).query_one("#sidebar-pane").size.width == 26
    again = make_app(library)
    async with again.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert main(again).query_one("#sidebar-pane").size.width == 26
        assert main(again).query_one("#headlines-pane").size.width - after in (0, 1)


async def drag(pilot: Pilot[None], pane: Widget, *, by: tuple[int, int]) -> None:
    x, y = pane.region.offset
    await pilot.mouse_down(offset=(x, y + 1 if by[0] else y))
    await pilot.hover(offset=(x + by[0], y + by[1] + (1 if by[0] else 0)))
    await pilot.mouse_up(offset=(x + by[0], y + by[1] + (1 if by[0] else 0)))
    await pilot.pause()


async def test_the_mouse_drags_the_borders_of_panes(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await drag(pilot, main(app).query_one("#headlines-pane"), by=(7, 0))
        assert main(app).query_one("#sidebar-pane").region.width == 35
        article = main(app).query_one("#article-pane")
        before = article.region.x
        await drag(pilot, article, by=(-10, 0))
        assert abs(article.region.x - (before - 10)) <= 1
        await pilot.press("L", "L")
        await pilot.pause()
        before = article.region.y
        await drag(pilot, article, by=(0, 5))
        assert abs(article.region.y - (before + 5)) <= 1


async def test_zen_shows_the_article_alone_and_messages_still(app: NewsreaderApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+f")
        await pilot.pause()
        screen = main(app)
        assert screen.query_one("#article-pane").region.size == (140, 40)
        assert "All unread" not in screen_text(app)
        await pilot.press("s")
        await pilot.pause()
        assert screen.query_one(Footer).region.height == 1
        await pilot.press("ctrl+f")
        await pilot.pause()
        assert "All unread" in screen_text(app)
        await pilot.press("ctrl+f", "escape")
        await pilot.pause()
        assert not screen.has_class("zen")


async def test_the_settings_say_how_the_reader_begins(make_app: MakeApp, library: Library) -> None:
    app = make_app(library, order="feed", headings=True, columns=("minutes",), dates="absolute", snippet=1)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert main(app).look == Look(("minutes",), "absolute", 1)
        assert lines(app)[0].split() == ["alpha", "5"]
        assert lines(app)[1].endswith("teaser")


async def test_a_row_counts_its_copies_and_the_article_names_their_feeds(make_app: MakeApp, library: Library) -> None:
    ids = {row.title: row.id for row in library.store.entries.summaries(range(1, 8))}
    library.store.copies.add([(ids["a1"], ids["b1"]), (ids["a1"], ids["a2"])])
    app = make_app(library)
    async with app.run_test(size=SIZE) as pilot:
        main(app).session.cursor = main(app).session.headlines.index_of(ids["a1"]) or 0
        await pilot.press("enter")
        await pilot.pause()
        assert "+2 · alpha · 1 min" in next(line for line in lines(app) if " a1 " in line)
        assert main(app).query_one("#article-title", PaneTitle).left == "alpha, beta"


async def test_how_long_a_whole_text_is_stands_in_minutes(
    make_app: MakeApp, library: Library, clock: FakeClock
) -> None:
    stock(library.store, clock, "https://beta.example/", ["b0"], text=TEXT)
    app = make_app(library, columns=("minutes",))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert next(line for line in lines(app) if " b0 " in line).endswith("~1 min")
