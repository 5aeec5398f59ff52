import random

import pytest

from clock import FakeClock
from newsreader.core.entries import EntrySummary
from newsreader.core.pages import ExtractedPage
from newsreader.core.subscriptions import Subscription, Subscriptions
from newsreader.library.library import Library
from newsreader.library.row_facts import SNIPPET, RowFacts
from newsreader.library.views import ALL
from stocked import library_of, stock

URL = "https://one.example/"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def library(clock: FakeClock) -> Library:
    return library_of({"one": []}, clock)


def only_row(library: Library) -> EntrySummary:
    row = library.headlines(ALL).row(0)
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("text", "snippet"),
    [
        ("Talks <b>began</b>.\n Then\tthey&nbsp;ended &amp; all went", "Talks began. Then they ended & all went"),
        ("<script>alert(1)</script>after", "after"),
        ("\x1b[31mred [/b]", "red [/b]"),
        ("x" * 5_980 + "</p><a href='" + "y" * 300 + "'>link</a>", "x" * (SNIPPET - 1) + "…"),
        ("short</p>" + " " * 5_970 + "<a title='" + "y" * 300 + "'>link</a>", "short"),
    ],
)
def test_a_snippet_is_the_beginning_of_the_text_in_one_clean_line(
    library: Library, clock: FakeClock, text: str, snippet: str
) -> None:
    stock(library.store, clock, URL, ["a"], text=text)
    assert RowFacts(library.store).snippet(only_row(library)) == snippet


@pytest.mark.parametrize("words", [30, 900, 2_500])
def test_the_minutes_are_about_those_of_the_article(library: Library, clock: FakeClock, words: int) -> None:
    rng = random.Random(3)
    vocabulary = ["".join(rng.choices("abcdefghilmnoprstuv", k=rng.randint(2, 9))) for _ in range(2_000)]
    text = " ".join(rng.choices(vocabulary, [1 / (rank + 1) for rank in range(2_000)], k=words))
    stock(library.store, clock, URL, ["a"], text=text)
    row = only_row(library)
    article = library.article(row.id)
    assert article is not None
    minutes = RowFacts(library.store).minutes(row)
    assert article.minutes / 3 <= minutes <= article.minutes * 3
    assert minutes >= 1


def test_the_tags_are_those_of_the_feed(library: Library, clock: FakeClock) -> None:
    library.follow(Subscriptions((Subscription(URL, tags=("un", "global")),)))
    stock(library.store, clock, URL, ["a"])
    facts, row = RowFacts(library.store), only_row(library)
    assert facts.tags(row) == ("un", "global")
    library.follow(Subscriptions((Subscription(URL, tags=("un",)),)))
    assert facts.tags(row) == ("un", "global"), "kept until something is published"
    facts.forget()
    assert facts.tags(row) == ("un",)


def test_an_entry_that_has_gone_has_no_text(library: Library, clock: FakeClock) -> None:
    stock(library.store, clock, URL, ["a"])
    row = only_row(library)
    facts = RowFacts(library.store)
    gone = EntrySummary(99, 1, "one", "gone", None, None, None, None, row.sort_at, read=False, starred=False)
    assert (facts.snippet(gone), facts.minutes(gone)) == ("", 0)


@pytest.mark.parametrize(
    ("text", "teaser"),
    [
        ("The beginning alone.", True),
        ("A sentence of some length. " * 40, False),
        ("A sentence of some length. " * 40 + "Read more …", True),
    ],
)
def test_a_teaser_is_told_from_an_article(library: Library, clock: FakeClock, text: str, teaser: bool) -> None:
    stock(library.store, clock, URL, ["a"], text=text)
    assert RowFacts(library.store).teaser(only_row(library)) is teaser


def test_with_its_page_stored_an_entry_is_no_teaser(library: Library, clock: FakeClock) -> None:
    stock(library.store, clock, URL, ["a"], text="The beginning alone.")
    row = only_row(library)
    library.store.full_texts.keep(row.id, ExtractedPage("<p>The beginning alone, and the rest.</p>", URL))
    assert not RowFacts(library.store).teaser(row)
