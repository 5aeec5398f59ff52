"""Which words are forms of one, by language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.store.word_forms import LANGUAGES, forms

SAME = [
    ("chip", "chips", ""),
    ("policies", "policy", ""),
    ("agree", "agreed", ""),
    ("running", "runs", ""),
    ("Chips", "chip", ""),
    ("соглашение", "соглашениями", ""),
    ("центров", "центр", ""),
    ("международный", "международных", ""),
    ("последнее", "последние", ""),
    ("Verträge", "vertrag", "de"),
    ("haus", "hauser", "de"),
    ("chevaux", "cheval", "fr"),
    ("nationale", "nationaux", "fr"),
    ("cooperaciones", "cooperacion", "es"),
    ("acuerdo", "acuerdos", "es"),
    ("cooperazione", "cooperazioni", "it"),
    ("cooperação", "cooperações", "pt"),
    ("التعاون", "تعاون", ""),
    ("تعاون", "والتعاون", ""),
    ("اتفاقيات", "الاتفاقية", ""),
]


@pytest.mark.parametrize(("word", "other", "language"), SAME)
def test_forms_of_one_word(word: str, other: str, language: str) -> None:
    assert other in forms(word, {language})


@pytest.mark.parametrize(
    ("word", "other", "languages"),
    [
        pytest.param("news", "new", LANGUAGES, id="whatever is so in French"),
        pytest.param("chips", "chipset", LANGUAGES, id="another word that begins so"),
        pytest.param("policy", "police", LANGUAGES, id="nearly the same letters"),
        pytest.param("acuerdo", "acuerda", (), id="a language that is not read here"),
        pytest.param("центр", "центральный", (), id="what is derived"),
    ],
)
def test_other_words(word: str, other: str, languages: frozenset[str]) -> None:
    assert other not in forms(word, languages)


@pytest.mark.parametrize("word", ["", "a", "of", "半导体", "かな", "5g", "f-35", "c++", "x" * 41, "한국은", "a b"])
def test_what_has_no_other_forms(word: str) -> None:
    assert forms(word, LANGUAGES) == (word,)


@given(st.text(max_size=30), st.sets(st.sampled_from([*sorted(LANGUAGES), "", "xx"])))
def test_any_text_has_its_own_form_first_and_each_once(word: str, languages: set[str]) -> None:
    found = forms(word, languages)
    assert found[0] == word.casefold()
    assert len(set(found)) == len(found) <= 1_000
