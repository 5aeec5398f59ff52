"""Whether headlines and texts are those of one article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.core.likeness import (
    FEWEST,
    beginning,
    ends,
    headline_letters,
    headline_words,
    likeness,
    nearly_same,
    other_text,
    same_text,
)

TITLE = "Members open talks on digital trade"
TEXT = "Delegations of forty countries met in Geneva on Monday to open talks on rules for trade in digital goods"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Members open talks on digital trade", "MEMBERS OPEN TALKS: on “digital” trade!"),
        ("俄中讨论微电子合作", "俄中讨论微电子合作！"),
        ("Ｍembers open talks on digital trade", TITLE),
    ],
)
def test_letters_are_the_same_whatever_stands_between_them(one: str, other: str) -> None:
    assert headline_letters(one) == headline_letters(other) != ""


@pytest.mark.parametrize("title", ["", "News in brief", "…", "公报", "Weekly review 12"])
def test_a_short_headline_tells_nothing(title: str) -> None:
    assert headline_letters(title) == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param(TITLE, f"UPDATE 2-{TITLE}", True, id="an update"),
        pytest.param(TITLE, f"BREAKING: {TITLE}", True, id="breaking"),
        pytest.param(TITLE, f"{TITLE} - Reuters", True, id="its publisher"),
        pytest.param(TITLE, f"{TITLE} | World Trade Organization", True, id="its publisher, in words"),
        pytest.param(TITLE, "Members open new talks on digital trade", True, id="a word put in"),
        pytest.param(TITLE, "Members open talks on digital", False, id="too few words left"),
        pytest.param(TITLE, "Members begin talks on digital trade", True, id="another word"),
        pytest.param(TITLE, "Members begin talks on digital commerce", False, id="two other words"),
        pytest.param(TITLE, "Talks members open on digital trade", False, id="another order"),
        pytest.param(
            "Court jails 12 men over riots in the city",
            "Court jails 14 men over riots in the city",
            False,
            id="another number",
        ),
        pytest.param("Results of the third quarter of 2026", "Results of the third quarter of 2025", False, id="year"),
        pytest.param("Weekly market report for grains", "Weekly market report for metals", False, id="too short"),
        pytest.param("俄中讨论微电子合作", "俄中研讨微电子合作", False, id="two characters"),
        pytest.param("俄中讨论微电子合作", "俄中商论微电子合作", True, id="one character"),
        pytest.param("", "", False, id="nothing"),
    ],
)
def test_headlines_are_nearly_the_same_but_for_a_word(one: str, other: str, same: bool) -> None:
    first, second = headline_words(one), headline_words(other)
    assert nearly_same(first, second) is same
    assert nearly_same(second, first) is same
    assert not same or set(ends(first)) & set(ends(second))


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Video: the talks", "video the talks"),
        ("Oil falls - Reuters", "oil falls reuters"),
        ("RPT-UPDATE 3-Oil falls as OPEC meets in Vienna", "oil falls as opec meets in vienna"),
        ("A - B - C", "a b c"),
    ],
)
def test_what_stands_around_a_headline_goes_where_enough_is_left(title: str, words: str) -> None:
    assert headline_words(title) == tuple(words.split())


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (TEXT, TEXT.upper().replace(" ", ", "), "same"),
        (TEXT, f"{TEXT}. More follows here, by another hand, and goes on for a while.", "same"),
        (TEXT, TEXT.replace("forty", "many"), "same"),
        (TEXT, "In this week's programme our presenter asks listeners by telephone which songs they like", "other"),
        (TEXT, "Delegations of forty countries met", "unknown"),
        ("", "", "unknown"),
        (TEXT, f"{TEXT[:70]} to hear what the songs were that the listeners had liked", "between"),
    ],
)
def test_texts_are_told_by_how_they_begin(one: str, other: str, verdict: str) -> None:
    first, second = beginning(one), beginning(other)
    assert (same_text(first, second), other_text(first, second)) == (verdict == "same", verdict == "other")
    assert (likeness(first, second) is None) is (verdict == "unknown")


words = st.lists(st.text("abcdef", min_size=1, max_size=3), min_size=FEWEST + 1, max_size=12)


@given(words, st.data())
def test_headlines_with_one_word_changed_have_an_end_in_common(title: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(title) - 1))
    put_in = data.draw(st.sampled_from([[], ["xyz"], ["xyz", title[at]]]))
    changed = [*title[:at], *put_in, *title[at + 1 :]]
    assert nearly_same(title, changed)
    assert set(ends(title)) & set(ends(changed))


@given(st.text(), st.text())
def test_likeness_is_mutual_and_of_any_text(one: str, other: str) -> None:
    first, second = headline_words(one), headline_words(other)
    assert nearly_same(first, second) == nearly_same(second, first)
    begins, its = beginning(one), beginning(other)
    assert likeness(begins, its) == likeness(its, begins)
    assert not (same_text(begins, its) and other_text(begins, its))
    assert likeness(begins, begins) in (None, 1.0)
    assert headline_letters(one) == headline_letters(f" {one}. ")
