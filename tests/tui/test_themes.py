"""The reader's own themes, measured on the screen."""

from collections.abc import Iterator

import pytest
from rich.color_triplet import ColorTriplet
from textual.geometry import Region
from textual.theme import Theme

from clock import FakeClock
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.themes import THEMES
from newsreader.tui.widgets.headline_table import HeadlineTable
from tui.conftest import MakeApp
from tui.driving import until
from tui.sample import sample_library

TEXT = 4.5
HIGH = 7.0


def luminance(colour: ColorTriplet) -> float:
    """WCAG 2.2, "relative luminance"."""
    parts = (part / 255 for part in colour)
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: ColorTriplet, other: ColorTriplet) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def words_on(app: NewsreaderApp, within: Region | None = None) -> Iterator[tuple[str, float]]:
    """Each text on the screen, or `within` a part of it, with its contrast."""
    for y, strip in enumerate(app.screen._compositor.render_strips()):
        x = 0
        for segment in strip:
            style = segment.style
            x, start = x + segment.cell_length, x
            if within is not None and not within.contains(start, y):
                continue
            if not any(char.isalnum() or char == "!" for char in segment.text) or style is None:
                continue
            if style.color and style.bgcolor and style.color.triplet and style.bgcolor.triplet:
                yield segment.text.strip(), contrast(style.color.triplet, style.bgcolor.triplet)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_all_text_can_be_told_from_what_is_behind_it(make_app: MakeApp, clock: FakeClock, theme: Theme) -> None:
    least = HIGH if theme.name.startswith("high-contrast") else TEXT
    app = make_app(sample_library(clock))
    async with app.run_test(size=(120, 40)) as pilot:
        app.theme = theme.name
        for keys in (["v", "j"], ["enter"], ["h", "h"], ["l", "slash"]):
            await pilot.press(*keys)
            await until(pilot, lambda: len(list(words_on(app))) > 50)  # the article comes a moment after the cursor
            found = list(words_on(app))
            assert [(text, ratio) for text, ratio in found if ratio < least] == []


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_all_text_in_windows_can_be_told_from_what_is_behind_it(
    make_app: MakeApp, clock: FakeClock, theme: Theme
) -> None:
    least = HIGH if theme.name.startswith("high-contrast") else TEXT
    app = make_app(sample_library(clock), theme=theme.name)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("m")
        for key in ("U", "H", "w", "question_mark"):
            await pilot.press(key)
            await pilot.pause(0.1)
            window = app.screen.query("#page, #aside").first().region
            found = list(words_on(app, within=window))
            assert len(found) > 5
            assert [(text, ratio) for text, ratio in found if ratio < least] == []
            await pilot.press("escape")


@pytest.mark.parametrize("theme", ["high-contrast", "high-contrast-light"])
async def test_the_row_at_hand_is_seen_beside_the_article(make_app: MakeApp, clock: FakeClock, theme: str) -> None:
    app = make_app(sample_library(clock), theme=theme)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        here, other = (
            next(segment.style for segment in app.screen.query_one(HeadlineTable).render_line(line)) for line in (0, 2)
        )
        assert here is not None and here.bgcolor is not None and here.bgcolor.triplet is not None
        assert other is not None and other.bgcolor is not None and other.bgcolor.triplet is not None
        assert contrast(here.bgcolor.triplet, other.bgcolor.triplet) > 1.5
