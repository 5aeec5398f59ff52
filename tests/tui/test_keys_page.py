"""The screen of keys is made from the live keymap and narrowed by typing."""

from clock import FakeClock
from newsreader.core.keymap import Keymap
from newsreader.tui.screens.keys_page import KeysPage, keys_text
from pictures import screen_text
from stocked import library_of
from tui.conftest import MakeApp
from tui.driving import until


def test_words_narrow_the_commands_by_name_and_help() -> None:
    text = keys_text(Keymap({"star": ("Y",)}), "star away").plain
    assert "Y " in text
    assert "Star the article, or take the star away" in text
    assert "Refresh" not in text


def test_the_key_that_finds_elsewhere_does_no_harm_before_the_words() -> None:
    assert keys_text(Keymap(), "/star").plain == keys_text(Keymap(), "star").plain
    assert "/  " in keys_text(Keymap(), "/").plain


def test_where_there_are_no_arrows_their_keys_are_words() -> None:
    assert "j Down " in keys_text(Keymap(arrows=False), "next headline down").plain
    assert Keymap(arrows=False).shown_key("ctrl+up") == "Ctrl+Up"


def test_nothing_found_is_a_sentence() -> None:
    assert keys_text(Keymap(), "qqqq").plain == "No command has this in its name, keys or help."


def test_it_ends_with_the_names_of_all_commands_whose_keys_can_be_changed() -> None:
    names = keys_text(Keymap(), "").plain.rpartition("by these names: ")[2].rstrip(".").split(", ")
    assert len(names) > 50
    assert not [name for name in names if Keymap({name: ("f9",)}).problems]


async def test_what_is_too_long_for_the_window_goes_on_below_its_beginning(make_app: MakeApp, clock: FakeClock) -> None:
    app = make_app(library_of({"alpha": ["a1"]}, clock))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark", *"the previous")
        await pilot.pause()
        lines = screen_text(app).splitlines()
        begun = next(line for line in lines if "The previous headline or feed; in" in line)
        goes_on = lines[lines.index(begun) + 1]
        assert goes_on.index("up") == begun.index("The previous")


async def test_space_turns_the_page_until_something_is_typed(make_app: MakeApp, clock: FakeClock) -> None:
    app = make_app(library_of({"alpha": ["a1"]}, clock))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark")
        await until(pilot, lambda: app.screen.query_one("#page-body").max_scroll_y > 0)
        await pilot.press("space")
        await until(pilot, lambda: app.screen.query_one("#page-body").scroll_y > 0)
        assert "Type to narrow" in screen_text(app)
        await pilot.press(*"the", "space", *"prev")
        await pilot.pause()
        assert "the prev" in screen_text(app)


async def test_typing_narrows_and_escape_leaves(make_app: MakeApp, clock: FakeClock) -> None:
    app = make_app(library_of({"alpha": ["a1"]}, clock))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("question_mark", *"undo")
        await pilot.pause()
        assert isinstance(app.screen, KeysPage)
        assert "Take back the last change" in screen_text(app)
        assert "Fetch every feed" not in screen_text(app)
        await pilot.press("escape")
        assert not isinstance(app.screen, KeysPage)
