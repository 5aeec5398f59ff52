"""Text measured, cut and wrapped in terminal cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from newsreader.core.text import clean_text
from newsreader.tui.cells import cell_width, chop, clusters, crop, fit, is_narrow, wrap

FAMILY = "👨\u200d👩\u200d👧"
TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from("ab c 半导体，。（）「」カー한국어é\u0301\u0308\ufe0f\u200d👍🏽❤🇷🇺👩👧1\u20e3שלוםไทย\u00a0—“”"),
        st.characters(codec="utf-8"),
    ),
    max_size=60,
).map(clean_text)


def lines(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in wrap(text, width)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc", ["a", "b", "c"]),
        ("e\u0301x", ["e\u0301", "x"]),
        (FAMILY + "x", [FAMILY, "x"]),
        ("👍🏽👍", ["👍🏽", "👍"]),
        ("🇷🇺🇨🇳", ["🇷🇺", "🇨🇳"]),
        ("🇷🇺🇨", ["🇷🇺", "🇨"]),
        ("❤\ufe0f1\ufe0f\u20e3", ["❤\ufe0f", "1\ufe0f\u20e3"]),
        ("นี้", ["นี้"]),
        ("", []),
    ],
)
def test_what_is_read_as_one_character_stays_together(text: str, expected: list[str]) -> None:
    assert list(clusters(text)) == expected


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 5, [""]),
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 8, ["one two", "three"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("ab cdefghij", 4, ["ab", "cdef", "ghij"]),
        ("a\n\nb", 5, ["a", "", "b"]),
        ("半导体微电子", 4, ["半导", "体微", "电子"]),
        ("半导体，微", 6, ["半导", "体，微"]),
        ("半导（体）", 6, ["半导", "（体）"]),
        ("a半b体c", 3, ["a半", "b体", "c"]),
        ("한국어 단어", 8, ["한국어", "단어"]),
        (FAMILY * 2, 3, [FAMILY, FAMILY]),
        ("ab\u00a0cd ef", 6, ["ab\u00a0cd", "ef"]),
    ],
)
def test_lines_break_where_readers_expect(text: str, width: int, expected: list[str]) -> None:
    assert lines(text, width) == expected


@given(TEXTS, st.integers(2, 30))
def test_a_wrapped_line_fits_and_nothing_but_spaces_is_lost(text: str, width: int) -> None:
    wrapped = lines(text, width)
    assert all(cell_len(line) <= width for line in wrapped if len(clusters(line)) > 1)
    assert "".join(wrapped).replace(" ", "") == text.replace("\n", "").replace(" ", "")


@given(TEXTS, st.integers(2, 30))
def test_no_line_begins_within_a_cluster(text: str, width: int) -> None:
    text = text.replace("\n", "")
    starts = {0}
    for cluster in clusters(text):
        starts.add(max(starts) + len(cluster))
    assert all(start in starts and end in starts for start, end in wrap(text, width))


@given(TEXTS, st.integers(2, 30))
def test_chopped_pieces_fit_and_make_the_text(text: str, width: int) -> None:
    text = text.replace("\n", "")
    pieces = [text[start:end] for start, end in chop(text, width)]
    assert "".join(pieces) == text
    assert all(cell_len(piece) <= width for piece in pieces if len(clusters(piece)) > 1)


@given(TEXTS, st.integers(0, 30))
def test_fitted_text_takes_exactly_its_cells(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width
    assert cell_len(crop(text.replace("\n", " "), width)) <= width


def test_fitted_text_is_safe_for_the_terminal() -> None:
    assert fit("a\x1b]52;c;x\x07\u202eb\nc", 6) == "ab c  "
    assert fit("a long headline", 8) == "a long …"


@given(st.text(st.characters(codec="utf-8")))
def test_narrow_text_has_one_cell_a_character(text: str) -> None:
    if is_narrow(text):
        assert cell_len(text) == len(text) == len(clusters(text))
    assert cell_width(text) == cell_len(text)


def test_a_million_characters_without_a_break_are_wrapped_in_one_pass() -> None:
    assert len(wrap("x" * 1_000_000, 80)) == 12_500
    assert len(wrap("半" * 200_000, 80)) == 5_000
