import pytest
from hypothesis import given
from hypothesis import strategies as st

from effort import at_most
from newsreader.core.search_text import MAX_INDEXED, html_to_words, segment


@pytest.mark.parametrize(
    ("text", "segmented"),
    [
        ("", ""),
        ("plain words", "plain words"),
        ("Форум é", "Форум é"),
        ("半导体", "半导 导体 体"),
        ("字", "字"),
        ("AI芯片x", "AI 芯片 片 x"),
        ("合作，论坛", "合作 作 ， 论坛 坛"),
        ("会議が", "会議 議が が"),
        ("ﾃﾞｰﾀ", "ﾃﾞ ﾞｰ ｰﾀ ﾀ"),
        ("협력 센터", "협력 센터"),
        ("ไทย", "ไท ทย ย"),
        ("𠀀𠀁", "𠀀𠀁 𠀁"),
    ],
)
def test_runs_without_spaces_become_pairs(text: str, segmented: str) -> None:
    assert segment(text).split() == segmented.split()


@given(st.text(st.sampled_from("a 半导体ไя1-"), max_size=30), st.data())
def test_any_part_of_a_run_is_a_phrase_of_its_pairs(text: str, data: st.DataObject) -> None:
    """What makes a search of any two characters or more a phrase search."""
    run = "微电子" + "".join(character for character in text if character in "半导体")
    start = data.draw(st.integers(0, len(run) - 2))
    end = data.draw(st.integers(start + 2, len(run)))
    pairs = segment(run[start:end]).split()[:-1]
    assert segment(run).split()[start : start + len(pairs)] == pairs


@given(st.text())
def test_no_character_is_lost(text: str) -> None:
    assert set("".join(segment(text).split())) == set("".join(text.split()))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", ""),
        ("no markup &amp; 1 < 2", "no markup & 1 < 2"),
        ("<p>one</p><p>two</p>", "one two"),
        ("wo<b>r</b>d <EM>lou</EM>d <a href='x'>li</a>nk", "word loud link"),
        ("<b/>x<br/>y<td>z", "x y z"),
        ("<article>a</article>b <strike>c</strike>d", "a b c d"),
        ("<img alt='not indexed' src=x>after", "after"),
        ("a<!-- gone -->b", "a b"),
        ("a<script>gone()</script>b<STYLE type=x>gone</Style >c<template>gone</template>d", "a b c d"),
        ("a<script>x<!-- </script>b --> c", "a b --> c"),
        ("a<!-- <script> -->b</script>c", "a b c"),
        ("<!-- never ends", "<!-- never ends"),
        ("a<!doctype html>b<?php x ?>c", "a b c"),
        ("&lt;b&gt; &#1078; &nbsp;x", "<b> ж x"),
        ("if a <b then", "if a <b then"),
    ],
)
def test_only_words_are_left_of_html(source: str, words: str) -> None:
    assert html_to_words(source).split() == words.split()


def test_what_lies_beyond_the_limit_is_not_indexed() -> None:
    assert len(html_to_words("x " * MAX_INDEXED)) == MAX_INDEXED
    assert len(html_to_words("<p>" + "x " * MAX_INDEXED * 3)) <= MAX_INDEXED


HOSTILE = ["<script>", "<!--", "<style", "<template ", "<", "<a", "</", "&", "&amp", "<!", "<b "]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_html_takes_no_longer_than_its_length_allows(piece: str) -> None:
    with at_most(3):  # a search for each end from each start would take minutes
        html_to_words(piece * (1_000_000 // len(piece)))


@given(st.text(st.sampled_from("<>!-/ abscriptyle&;\"'=")))
def test_any_html_gives_words(source: str) -> None:
    html_to_words(source)
