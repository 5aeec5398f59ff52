"""Foreign text is harmless once it is cleaned, and still says what it said."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.core.text import MAX_LINE, MAX_MARKS, clean_line, clean_text, is_blank

WILD = st.text(st.characters(codec=None) | st.sampled_from("\x1b\x9b\x9d[]0;m\x07\r\n\u202e\u200d\u0301\ud800 a字"))


@pytest.mark.parametrize(
    ("foreign", "clean"),
    [
        pytest.param("plain", "plain", id="plain text stays"),
        pytest.param("俄中讨论微电子合作 · Ёж", "俄中讨论微电子合作 · Ёж", id="every script stays"),
        pytest.param("\x1b[31mred\x1b[0m", "red", id="colours"),
        pytest.param("a\x1b]52;c;aGk=\x07b", "ab", id="clipboard, ended by BEL"),
        pytest.param("a\x1b]8;;http://x\x1b\\b", "ab", id="hyperlink, ended by ST"),
        pytest.param("a\x1bPq#0\x1b\\b", "ab", id="device control string"),
        pytest.param("a\x9b2Jb", "ab", id="8-bit CSI"),
        pytest.param("a\x9d52;c;aGk=\x07b", "a52;c;aGk=b", id="8-bit OSC loses its power"),
        pytest.param("a\x1bcb", "ab", id="reset"),
        pytest.param("a\x1b", "a", id="a lone ESC"),
        pytest.param("a\x1b\x1b[2Jb", "ab", id="an ESC before a sequence"),
        pytest.param("a\x1b\x1b[2J[2Jb", "a[2Jb", id="a sequence inside a sequence"),
        pytest.param("a\x00b\x7f", "ab", id="NUL and DEL"),
        pytest.param("exe.\u202egnp", "exe.gnp", id="bidi override"),
        pytest.param("a\u2066b\u2069", "ab", id="bidi isolates"),
        pytest.param("\ufeffa\u200bb\xadc", "abc", id="byte order mark, zero width space, soft hyphen"),
        pytest.param("a\r\nb\rc\u2028d\x85e", "a\nb\nc\nd\ne", id="every line end"),
        pytest.param("a\x0bb\x0cc", "a\nb\nc", id="vertical tab and form feed keep words apart"),
        pytest.param("a\tb  c", "a\tb  c", id="tabs and spaces stay"),
        pytest.param("\ud83d lone", "\ufffd lone", id="a lone surrogate"),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", id="Persian keeps its non-joiners"),
        pytest.param("👩\u200d❤\ufe0f\u200d👨", "👩\u200d❤\ufe0f\u200d👨", id="emoji keep their joiners"),
        pytest.param("Việt: ệ̣", "Việt: ệ̣", id="honest marks stay"),
    ],
)
def test_what_steers_a_terminal_goes_and_the_rest_stays(foreign: str, clean: str) -> None:
    assert clean_text(foreign) == clean


@pytest.mark.parametrize("between", ["", "\u200d", "\ufe0f"])
def test_towers_of_marks_are_cut_whatever_hides_between_them(between: str) -> None:
    tower = clean_text("a" + f"\u0301{between}" * 300)
    assert sum(unicodedata.combining(character) > 0 for character in tower) <= MAX_MARKS


@given(WILD)
def test_clean_text_steers_nothing_and_cleaning_again_changes_nothing(text: str) -> None:
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert not any(unicodedata.category(character) == "Cc" for character in clean if character not in "\n\t")
    assert not any("\ud800" <= character <= "\udfff" for character in clean)
    assert not set(clean) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")
    clean.encode()


@given(WILD, st.integers(2, 40))
def test_a_clean_line_is_one_line_within_its_limit(text: str, limit: int) -> None:
    line = clean_line(text, limit)
    assert len(line) <= limit
    assert "\n" not in line
    assert "\t" not in line
    assert line == line.strip()
    assert clean_line(line, limit) == line


def test_white_space_is_folded() -> None:
    assert clean_line("  a \n\t b\u3000c ") == "a b c"


def test_a_long_line_ends_in_an_ellipsis() -> None:
    line = clean_line("word " * 20_000)
    assert len(line) <= MAX_LINE
    assert line.endswith("word…")


def test_a_cut_does_not_tear_a_mark_from_its_letter() -> None:
    assert clean_line("abcde\u0301fgh", 6) == "abcd…"


def test_a_title_behind_a_desert_of_spaces_is_found() -> None:
    assert clean_line("\n " * 50_000 + "Here") == "Here"


@pytest.mark.parametrize("text", ["", "  \n", "\u200b", "\u200d\u200c", "\u3164", "\u2800", "\x1b[31m", "\ufe0f"])
def test_what_nobody_would_see_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", "。", " 字 ", "👩\u200d👨", "\u0301"])
def test_what_somebody_would_see_is_not_blank(text: str) -> None:
    assert not is_blank(text)
