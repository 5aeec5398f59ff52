import pytest

from clock import FakeClock
from newsreader.config.settings import Layout
from newsreader.tui.commands import Pane
from newsreader.tui.screens.pane_sizes import PaneSizes, read_sizes
from newsreader.tui.screens.panes import layout_of, pane_styles
from stocked import library_of
from tui.conftest import MakeApp

SIZES = PaneSizes(sidebar=30, beside=0.6, above=0.25)


@pytest.mark.parametrize("sizes", [PaneSizes(), SIZES, PaneSizes(beside=0.5)])
def test_sizes_come_back_from_their_note(sizes: PaneSizes) -> None:
    assert read_sizes(sizes.note()) == sizes


@pytest.mark.parametrize("note", [None, "", "{", "[]", '["x", null, null]', "[1, 2]", "3"])
def test_a_note_that_makes_no_sense_gives_the_usual_sizes(note: str | None) -> None:
    assert read_sizes(note) == PaneSizes()


@pytest.mark.parametrize(
    ("pane", "steps", "stacked", "expected"),
    [
        ("sidebar", 1, False, PaneSizes(32, 0.6, 0.25)),
        ("sidebar", -100, False, PaneSizes(12, 0.6, 0.25)),
        ("sidebar", 100, False, PaneSizes(60, 0.6, 0.25)),
        ("headlines", 1, False, PaneSizes(30, 0.65, 0.25)),
        ("article", 1, False, PaneSizes(30, 0.55, 0.25)),
        ("article", 99, False, PaneSizes(30, 0.15, 0.25)),
        ("headlines", 99, True, PaneSizes(30, 0.6, 0.85)),
        ("article", -1, True, PaneSizes(30, 0.6, 0.3)),
    ],
)
def test_a_pane_grows_and_shrinks_within_bounds(pane: Pane, steps: int, stacked: bool, expected: PaneSizes) -> None:
    assert SIZES.grown(pane, steps, 120, stacked=stacked) == expected


@pytest.mark.parametrize(
    ("width", "pane", "layout", "expected"),
    [
        (140, "headlines", "auto", [(30, None), ("0.600fr", None), ("0.400fr", None)]),
        (90, "headlines", "auto", [(30, None), (None, None), (None, None)]),
        (90, "article", "auto", [(None, None), ("0.600fr", None), ("0.400fr", None)]),
        (60, "headlines", "auto", [(None, None)] * 3),
        (140, "headlines", "one", [(None, None)] * 3),
        (90, "article", "three", [(30, None), ("0.600fr", None), ("0.400fr", None)]),
        (90, "article", "stacked", [(30, None), (None, "0.250fr"), (None, "0.750fr")]),
        (60, "article", "stacked", [(None, None)] * 3),
    ],
)
def test_the_sizes_count_where_panes_share_the_screen(
    width: int, pane: Pane, layout: Layout, expected: list[tuple[int | str | None, str | None]]
) -> None:
    classes = layout_of(width, pane, zoomed=False, layout=layout)
    assert list(pane_styles(classes, SIZES).values()) == expected


def test_zen_is_for_the_article_alone() -> None:
    assert layout_of(140, "article", zoomed=True, zen=True)["zen"]
    assert not layout_of(140, "article", zoomed=False, zen=True)["zen"]


@pytest.mark.parametrize("pane", ["headlines", "article"])
@pytest.mark.parametrize("layout", ["three", "stacked"])
async def test_no_pane_becomes_too_small_to_be_read(
    make_app: MakeApp, clock: FakeClock, layout: Layout, pane: Pane
) -> None:
    app = make_app(library_of({"alpha": ["a1", "a2"]}, clock), layout=layout)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*(["tab"] if pane == "article" else []), *["left_parenthesis"] * 20)
        await pilot.pause()
        size = app.screen.query_one(f"#{pane}-pane").outer_size
        assert size.height >= 5
        assert size.width >= 18
