"""From stored entries to articles: what is put into the text, and what is left out."""

import pytest

from newsreader.core.document import Embed, Image
from newsreader.core.entries import Entry, FullText
from newsreader.core.feeds import Enclosure
from newsreader.core.images import image_urls
from newsreader.library.reading import make_document

LEAD = "https://news.example/pictures/summit.jpg"


def entry_with_page(html: str, lead: str | None = LEAD) -> Entry:
    """An entry whose page gave this text and this lead picture."""
    return Entry(
        id=1,
        feed_id=1,
        feed_url="https://news.example/feed",
        feed_title="News",
        uid="1",
        title="Summit",
        link="https://news.example/1",
        author=None,
        published_at=None,
        updated_at=None,
        arrived_at=0,
        read=False,
        starred=False,
        tags=(),
        language=None,
        content_html="<p>Teaser</p>",
        base_url="",
        categories=(),
        enclosures=(),
        full_text=FullText(html, "https://news.example/1", lead),
    )


def test_the_lead_picture_of_a_page_stands_at_the_top_of_a_text_without_pictures() -> None:
    document = make_document(entry_with_page("<p>They <a href='/met'>met</a>.</p>"), full=True)
    assert document.blocks[0] == Image("", 2)
    assert document.links[1] == LEAD
    assert image_urls([document]) == [LEAD]


def test_a_lead_picture_that_is_linked_in_the_text_keeps_its_number() -> None:
    document = make_document(entry_with_page(f"<p>See <a href='{LEAD}'>them</a>.</p>"), full=True)
    assert document.blocks[0] == Image("", 1)
    assert document.links == (LEAD,)


@pytest.mark.parametrize(
    "html", ["<p>Text</p><img src='/own.jpg'>", "<blockquote><figure><img src='/own.jpg'></figure></blockquote>"]
)
def test_a_text_with_a_picture_gets_no_other(html: str) -> None:
    assert LEAD not in make_document(entry_with_page(html), full=True).links


@pytest.mark.parametrize(
    "lead",
    [None, "data:image/png;base64,AA", "https://news.example/img/Site-Logo.png", "https://a.example/default.jpg"],
)
def test_what_is_no_picture_of_the_article_is_left_out(lead: str | None) -> None:
    assert image_urls([make_document(entry_with_page("<p>Text</p>", lead), full=True)]) == []


def test_the_text_of_the_feed_has_no_lead_picture() -> None:
    assert LEAD not in make_document(entry_with_page("<p>Text</p>")).links


@pytest.mark.parametrize(("length", "size"), [(29_478, ", 29 kB"), (1, ", 1 kB"), (4_400_000, ", 4.2 MB"), (0, "")])
def test_a_file_that_comes_with_an_entry_is_named_with_its_size(length: int, size: str) -> None:
    enclosure = Enclosure("https://news.example/talk.mp3", "audio/mpeg", length)
    document = make_document(entry_with_page("")._replace(enclosures=(enclosure,)), full=False)
    assert document.blocks[-1] == Embed(f"Audio: talk.mp3{size}", 1)
