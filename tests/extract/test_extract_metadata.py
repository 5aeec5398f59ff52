"""What a page says about its article."""

import pytest

from newsreader.core.pages import ExtractedPage
from newsreader.extract.dates import read_date
from newsreader.extract.pages import extract_page

BODY = "<p>" + "The office compared four ways of warning people at night, and gave the costs of each. " * 4 + "</p>"


def read(head: str, body: str = "", url: str = "https://www.example.org/news/flood") -> ExtractedPage:
    return extract_page(f"<html lang=en-GB><head>{head}</head><body>{body}{BODY}</body></html>".encode(), url=url)


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        pytest.param(
            "<title>Flood warnings | The Harbour Post</title>", "<h1>Flood warnings</h1>", "Flood warnings", id="h1"
        ),
        pytest.param('<meta property="og:title" content="Flood warnings">', "", "Flood warnings", id="Open Graph"),
        pytest.param(
            '<meta property="og:site_name" content="Post"><title>Flood - warnings - Post</title>',
            "",
            "Flood - warnings",
            id="the site's name goes, a dash of the title stays",
        ),
        pytest.param(
            "<title>Warnings</title><script type='application/ld+json'>"
            '{"@graph": [{"@type": "NewsArticle", "headline": "Flood warnings"}]}</script>',
            "<h1>The Harbour Post</h1>",
            "Flood warnings",
            id="schema.org",
        ),
        pytest.param(
            "<script type='application/ld+json'>"
            '{"@type": "Article", "headline": "Flood &#8211; what&rsquo;s next &amp; when"}</script>',
            "",
            "Flood – what’s next & when",
            id="schema.org with HTML's references",
        ),
        pytest.param("", "<h1>Flood warnings at night</h1>", "Flood warnings at night", id="a heading alone"),
        pytest.param("", "", "", id="none"),
    ],
)
def test_the_title_is_the_articles_own(head: str, body: str, title: str) -> None:
    assert read(head, body).title == title


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2023-09-08T12:30:00+03:00">',
        '<meta property="article:published_time" content="2023-09-08 12:30:00+03">',
        '<meta name="dc.date" content="2023-09-08T09:30:00Z">',
        '<meta name="original-publish-date" content="2023-09-08T09:30:00Z">',
        '<meta itemprop="datePublished" content="Fri, 08 Sep 2023 09:30:00 GMT">',
        '<script type="application/ld+json">[{"@type":"Article","datePublished":"2023-09-08T09:30:00.0Z"}]</script>',
        '<time datetime="2023-09-08 09:30">yesterday</time>',
    ],
)
def test_the_date_is_read_wherever_it_is_said(head: str) -> None:
    assert read(head).published_at == 1694165400


def test_the_day_may_be_in_the_address() -> None:
    assert read("", url="https://example.org/2023/09/08/flood").published_at == 1694131200


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("September 8, 2023", 1694131200),
        ("8 сентября 2023", 1694131200),
        ("8 septembre 2023", 1694131200),
        ("8 de septiembre de 2023", 1694131200),
        ("8. September 2023", 1694131200),
        ("8 سبتمبر 2023", 1694131200),
        ("2023年9月8日", 1694131200),
        ("08.09.2023 09:30", 1694165400),
        ("20230908", 1694131200),
        ("08/09/2023", None),
        ("2023-13-45", None),
        ("soon", None),
        ("0001-01-01", None),
        ("", None),
        (None, None),
    ],
)
def test_a_date_is_read_where_it_has_one_meaning(text: str | None, moment: int | None) -> None:
    assert read_date(text) == moment


def test_author_site_language_and_picture_are_read() -> None:
    found = read(
        '<script type="application/ld+json">{"@type": "NewsArticle", "author": [{"name": "Maria L&ouml;f"},'
        ' {"name": "K. Obi"}], "publisher": {"name": "The Harbour Post"}}</script>'
        '<meta property="og:image" content="/hall.jpg">'
        '<link rel="canonical" href="https://www.example.org/news/flood-warnings">'
    )
    assert found.author == "Maria Löf, K. Obi"
    assert found.site == "The Harbour Post"
    assert found.language == "en-GB"
    assert found.lead_image == "https://www.example.org/hall.jpg"
    assert found.link == "https://www.example.org/news/flood-warnings"


@pytest.mark.parametrize("href", ["/", "javascript:void(0)", "http://[", "mailto:a@example.org"])
def test_a_canonical_link_that_is_none_is_no_link(href: str) -> None:
    assert read(f'<link rel="canonical" href="{href}">').link is None


def test_what_cannot_be_read_is_unknown() -> None:
    found = read('<script type="application/ld+json">{"@type": [</script><meta property="og:image" content="http://[">')
    assert (found.author, found.site, found.lead_image, found.published_at) == (None, None, None, None)
