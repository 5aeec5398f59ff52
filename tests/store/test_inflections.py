"""Searches find the inflections of words: those that stand in the store."""

import pytest

from newsreader.core.entries import EntryFilter
from newsreader.core.query import And, Not, Query, Words
from newsreader.core.query_parser import parse_query
from newsreader.core.subscriptions import Subscription
from newsreader.store.inflections import MAX_WORDS
from store.world import OTHER_URL, URL, World, entry

TEXTS = {
    "A": "one chip",
    "B": "many Chips",
    "C": "a chipset",
    "D": "шесть соглашений",
    "E": "Соглашение подписано",
    "F": "die Häuser",
    "G": "ein Haus",
    "H": "new ships",
    "I": "no news",
    "J": "مجلس التعاون",
    "K": "تعاون جديد",
}


@pytest.fixture
def texts(world: World) -> World:
    world.store.feeds.sync([Subscription(URL), Subscription(OTHER_URL, language="de-AT")])
    world.publish(*(entry(title, f"<p>{text}</p>", at=-number) for number, (title, text) in enumerate(TEXTS.items())))
    return world


def found(world: World, typed: str) -> str:
    wanted = EntryFilter(query=parse_query(typed, now=0, today=0))
    return "".join(world.titles(world.store.entries.inflected(wanted)))


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        pytest.param("chip", "AB", id="the plural"),
        pytest.param("chips", "AB", id="the singular"),
        pytest.param('"chips"', "B", id="in quotation marks, as it is written"),
        pytest.param('"many chips"', "B", id="a phrase as it is written"),
        pytest.param("text:chip", "AB", id="in the text"),
        pytest.param("title:chip", "", id="in the title"),
        pytest.param('text:"chip"', "A", id="as it is in the text"),
        pytest.param("many chip", "B", id="all the words"),
        pytest.param("-chip", "CDEFGHIJK", id="without any form of it"),
        pytest.param("chip OR chipset", "ABC", id="either word"),
        pytest.param("соглашения", "DE", id="a form that is nowhere"),
        pytest.param("haus", "FG", id="in a language of the feeds"),
        pytest.param("news", "I", id="no other word"),
        pytest.param("التعاون", "JK", id="with and without the article"),
        pytest.param("nowhere", "", id="nothing"),
    ],
)
def test_what_is_found(texts: World, typed: str, titles: str) -> None:
    assert found(texts, typed) == titles


def test_a_language_counts_while_a_feed_is_in_it(texts: World) -> None:
    texts.store.feeds.sync([Subscription(URL)])
    assert found(texts, "haus") == "G"


def test_a_note_is_found_by_other_forms_too(texts: World) -> None:
    [last] = texts.store.entries.ids(EntryFilter(query=Words("chipset")))
    texts.store.states.put_note(last, "About Chips", what=lambda _: "Noted")
    assert found(texts, "chip") == "ABC"
    assert found(texts, '"chip"') == "AC"


def test_only_forms_that_stand_in_the_store_are_looked_for(texts: World) -> None:
    query = And((Words("chip"), Not(Words("ships")), Words("many chips"), Words("chip", exact=True)))
    inflected = texts.store.entries.inflected(EntryFilter(query=query)).query
    assert inflected == query.__class__(
        (Words("chip", forms=("chip", "chips")), Not(Words("ships")), Words("many chips"), Words("chip", exact=True))
    )


def test_of_very_many_words_the_first_ones_are_inflected(texts: World) -> None:
    query = texts.store.entries.inflected(EntryFilter(query=And((Words("chip"),) * (MAX_WORDS + 1)))).query
    assert isinstance(query, And)
    assert [bool(forms_of(part)) for part in query.parts] == [True] * MAX_WORDS + [False]


def forms_of(part: Query) -> tuple[str, ...]:
    assert isinstance(part, Words)
    return part.forms
