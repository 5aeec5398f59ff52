"""The reader's own themes, measured on the screen."""

from collections.abc import Iterator

import pytest
from rich.color_triplet import ColorTriplet
from textual.theme import Theme

from clock import FakeClock
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.themes import THEMES
from tui.conftest import MakeApp
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


def words_on(app: NewsreaderApp) -> Iterator[tuple[str, float]]:
    """Each text on the screen with its contrast."""
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            style = segment.style
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
            await pilot.pause()
            found = list(words_on(app))
            assert len(found) > 50
            assert [(text, ratio) for text, ratio in found if ratio < least] == []
