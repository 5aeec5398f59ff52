"""What plain mode says of headlines and articles, as the user chooses."""

import pytest

from newsreader.config.settings import Settings
from newsreader.core.pages import ExtractedPage
from stocked import stock
from talking import Talk


def first_line(talk: Talk) -> str:
    return talk.type("first")


def test_facts_are_said_or_not_and_that_is_kept() -> None:
    talk = Talk()
    assert talk.type("column feed") == "Said with headlines: the date."
    assert first_line(talk) == "1. Chips. 1 minute ago, unread."
    talk.type("column minutes", "column date")
    assert first_line(talk) == "1. Chips. teaser, unread."
    assert talk.kept[-1] == ("columns", ("minutes",))


def test_tags_are_said() -> None:
    talk = Talk()
    talk.type("tag chips", "tag war", "column tags")
    assert "tagged chips and war" in first_line(talk)


def test_dates_are_said_as_an_age_or_in_full() -> None:
    talk = Talk()
    assert talk.type("dates") == "Dates are said as the day and the time."
    assert "beta, 25 November 2026 at 11:59, unread." in first_line(talk)
    assert talk.kept == [("dates", "absolute")]


def test_the_beginning_of_the_text_follows_a_headline() -> None:
    talk = Talk()
    assert talk.type("snippet 1") == "After each headline: 1 line of its text."
    assert first_line(talk) == "1. Chips. beta, 1 minute ago, unread. The text of Chips"
    assert talk.type("snippet 0") == "After each headline: no text."


def test_the_settings_of_the_screen_count_from_the_start() -> None:
    talk = Talk(settings=Settings(columns=("minutes",), dates="absolute", snippet=0))
    assert first_line(talk) == "1. Chips. teaser, unread."


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("wrap 30", "Lines of articles are at most 30 cells long."),
        ("wrap off", "Lines of articles are not broken."),
        ("wrap 3", "Type “wrap” and a number from 20 to 1,000, or “wrap off”."),
        ("images", "Pictures in articles are passed over."),
        ("source", "<p>The text of Chips</p>"),
        ("copy link", "https://news.example/Chips"),
        ("link", "https://news.example/Chips"),
        ("link 7", "The article has no link “7”; “links” lists those that it has."),
        ("links", "0 links."),
        ("open browser", "Opened in the browser: news.example."),
    ],
)
def test_a_line_is_answered(line: str, answer: str) -> None:
    assert Talk().type(line) == answer


def test_links_are_opened_by_their_number() -> None:
    talk = Talk()
    body = '<a href="https://itu.int/report">the report</a>'
    stock(talk.library.store, talk.clock, "https://beta.example/", ["Linked"], text=body)
    talk.type("show new", "go beta")
    assert talk.type("links 1").startswith("1 link.\n1. the report, on itu.int.\n")
    assert talk.type("link 1") == "https://itu.int/report"
    assert talk.type("open link 1") == "Opened in the browser: itu.int."
    assert talk.opened == ["https://itu.int/report"]
    assert "1 link; “links” lists it." in talk.type("open")


def test_links_are_those_of_the_text_that_is_read() -> None:
    talk = Talk()
    body = '<a href="https://itu.int/report">the report</a>'
    stock(talk.library.store, talk.clock, "https://beta.example/", ["Linked"], text=body)
    talk.type("show new", "go beta")
    row = talk.session.row
    assert row is not None
    page = '<p>Of the page: <a href="https://wto.org/">another one</a>.' + "Much more. " * 50
    talk.library.store.full_texts.keep(row.id, ExtractedPage(page, row.link or ""))
    assert talk.type("link 1") == "https://wto.org/"
    assert talk.type("full text") == "From now on the text of its feed; “open” reads it."
    assert "1. the report, on itu.int." in talk.type("links")
    assert talk.type("link 1") == "https://itu.int/report"


def test_a_text_is_found_in_the_article_at_hand() -> None:
    talk = Talk()
    stock(talk.library.store, talk.clock, "https://beta.example/", ["Long"], text="Chips.</p><p>War</p><p>More CHIPS")
    talk.type("show new", "go beta")
    assert talk.type("find chips") == (
        "2 paragraphs of 3 with “chips” in this article.\nParagraph 1: Chips.\nParagraph 3: More CHIPS"
    )
    assert talk.type("find").startswith("Say what to find")


def test_a_text_is_found_also_where_a_line_is_broken_within_it() -> None:
    talk = Talk(width=20)
    stock(
        talk.library.store, talk.clock, "https://beta.example/", ["Long"], text="The ministers open trade talks today."
    )
    talk.type("show new", "go beta")
    assert talk.type("find open  Trade talks").startswith("1 paragraph of 1 with")


def test_the_text_of_the_page_and_that_of_the_feed_take_turns() -> None:
    talk = Talk()
    row = talk.session.row
    assert row is not None
    assert talk.type("full text") == ""
    assert talk.errands.texts == [row.id]
    page = "<p>The whole text of the page.</p>"
    talk.library.store.full_texts.keep(row.id, ExtractedPage(page, row.link or ""))
    assert "The whole text of the page." in talk.type("open")
    assert talk.type("full text") == "From now on the text of its feed; “open” reads it."
    assert "The text of Chips" in talk.type("open")
    assert talk.type("full text").startswith("From now on the text of its page;")
