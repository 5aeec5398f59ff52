"""News list pages without a feed, read as feeds."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from news_site import LIST_PATH, ORIGIN, Language, articles, news_site
from newsreader.core.errors import ParseError
from newsreader.core.feeds import ParsedFeed
from newsreader.core.subscriptions import PageRules
from newsreader.parse.list_page import read_list_page

NOW = 1_795_608_000  # 2026-11-25 12:00 UTC
URL = "https://centre.example/news/"
CENTRES = Path(__file__).parents[3] / "shared" / "centres"


def _read(
    html: str | bytes, *, url: str = URL, language: str | None = None, rules: PageRules | None = None
) -> ParsedFeed:
    body = html.encode() if isinstance(html, str) else html
    return read_list_page(body, url=url, content_type=None, rules=rules or PageRules(), language=language, now=NOW)


def _day(moment: int | None) -> str | None:
    return None if moment is None else datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d")


def _list(*rows: str) -> str:
    return f"<html><body><h1>News</h1><ul>{''.join(f'<li>{row}</li>' for row in rows)}</ul></body></html>"


def _rows(count: int = 4, date: str = "2 May 2026") -> list[str]:
    words = ("glaciers shrink", "ministers meet again", "port opens its gates", "railway is extended")
    return [f'<a href="/news/{n}">Report number {n}: {words[n % 4]}</a> <span>{date}</span>' for n in range(count)]


@pytest.mark.parametrize(
    ("language", "encoding"),
    [("en", "utf-8"), ("ru", "utf-8"), ("ru", "windows-1251"), ("zh", "utf-8"), ("zh", "gb18030")],
)
def test_the_list_of_a_site_becomes_its_articles(language: Language, encoding: str) -> None:
    page = news_site(language, encoding=encoding)[LIST_PATH]
    feed = _read(page, url=ORIGIN + LIST_PATH)
    truth = articles(language)
    assert feed.kind == "page"
    assert [entry.link for entry in feed.entries] == [ORIGIN + article.path for article in truth]
    assert [entry.uid for entry in feed.entries] == [ORIGIN + article.path for article in truth]
    assert [entry.title for entry in feed.entries] == [article.title for article in truth]
    assert [_day(entry.published_at) for entry in feed.entries] == [article.date_iso for article in truth]
    assert [entry.content_html for entry in feed.entries] == [f"<p>{article.paragraphs[0]}</p>" for article in truth]


def test_the_feed_is_named_after_the_site_and_not_after_news() -> None:
    feed = _read(news_site("en")[LIST_PATH], url=ORIGIN + LIST_PATH)
    assert feed.feed.title == "Centre for Technical Cooperation"
    assert feed.feed.link == ORIGIN + LIST_PATH
    assert feed.feed.language == "en"


def test_links_keep_their_query_and_lose_trackers_and_the_place_in_the_list() -> None:
    rows = [
        f'<a href="/show.php?id={n}&amp;PAGEN_1=3&amp;utm_source=list#top">The commission wrote report number {n}</a>'
        for n in range(1, 5)
    ]
    assert [entry.uid for entry in _read(_list(*rows)).entries] == [
        f"https://centre.example/show.php?id={n}" for n in range(1, 5)
    ]


def test_dates_in_digits_are_read_in_the_order_that_one_of_them_proves() -> None:
    rows = _rows(2, "03/04/2026") + [row.replace("/news/", "/news/x") for row in _rows(3, "28/03/2026")]
    assert [_day(entry.published_at) for entry in _read(_list(*rows), language="en").entries][:2] == ["2026-04-03"] * 2


def test_years_are_not_guessed_where_the_dates_jump() -> None:
    rows = [
        _rows(6, date)[n]
        for n, date in enumerate(["3 May", "2 December", "4 June", "20 November", "1 July", "9 October"])
    ]
    assert {entry.published_at for entry in _read(_list(*rows)).entries} == {None}


def test_a_date_in_a_headline_is_not_the_date_of_the_article() -> None:
    rows = [
        f'<a href="/n/{n}">Overview of the population as of March {n}, 2022</a> <i>20 April 2022</i>'
        for n in range(1, 5)
    ]
    assert {_day(entry.published_at) for entry in _read(_list(*rows)).entries} == {"2022-04-20"}


def test_a_date_to_come_is_not_the_date_of_an_article() -> None:
    assert {entry.published_at for entry in _read(_list(*_rows(4, "20 December 2026"))).entries} == {None}


def test_a_headline_that_the_page_cuts_is_read_whole_from_its_attribute() -> None:
    rows = [
        f'<a href="/n/{n}" title="The commission published its report number {n} on water">The commission publish…</a>'
        for n in range(4)
    ]
    assert _read(_list(*rows)).entries[0].title == "The commission published its report number 0 on water"


def test_foreign_text_is_cleaned_and_escaped() -> None:
    rows = [
        f'<a href="/n/{n}">Report \x1b[31m{n} \u202eof the &lt;commission&gt;</a>'
        "<p>A long teaser with &lt;b&gt; in its text.</p>"
        for n in range(4)
    ]
    entry = _read(_list(*rows)).entries[0]
    assert entry.title == "Report 0 of the <commission>"
    assert entry.content_html == "<p>A long teaser with &lt;b&gt; in its text.</p>"


def test_a_glob_chooses_the_links() -> None:
    page = _list(*_rows(3), '<a href="/about/us">About the organisation and its members</a>')
    feed = _read(page, rules=PageRules(links=("https://centre.example/about/*",)))
    assert [entry.title for entry in feed.entries] == ["About the organisation and its members"]


def test_a_glob_that_nothing_matches_is_named_and_what_it_is_compared_with() -> None:
    sentence = (
        r"No link on this page matches links = “/news/\*”; it is compared with whole addresses, https:// included"
    )
    with pytest.raises(ParseError, match=sentence):
        _read(_list(*_rows()), rules=PageRules(links=("/news/*",)))


def test_the_limit_holds_for_every_mode() -> None:
    assert len(_read(_list(*_rows()), rules=PageRules(limit=2)).entries) == 2
    assert len(_read(_list(*_rows()), rules=PageRules(item="li", limit=3)).entries) == 3


@pytest.mark.parametrize(
    ("html", "sentence"),
    [
        ("", "nothing"),
        ("%PDF-1.7", "PDF"),
        ("<html><body><p>Hello</p></body></html>", "No list of articles was found"),
        ("<html><body><div id=root></div><script src=/app.js></script></body></html>", "JavaScript"),
        (
            _list('<a href="/about">About</a>', '<a href="/jobs">Jobs</a>', '<a href="/x">Imprint</a>'),
            "No list of articles",
        ),
    ],
)
def test_a_page_that_lists_nothing_is_refused_with_a_sentence(html: str, sentence: str) -> None:
    with pytest.raises(ParseError, match=sentence):
        _read(html)


@pytest.mark.parametrize(
    ("name", "url", "count", "dates"),
    [
        ("unhcr_documents_list_page1.html", "https://data2.unhcr.org/en/search", 3, 3),
        ("ocha_humanitarianresponse_documents_table.html", "https://www.humanitarianresponse.info/en/documents", 6, 4),
    ],
)
def test_stored_pages_of_centres_are_read(name: str, url: str, count: int, dates: int) -> None:
    if not (CENTRES / name).exists():
        pytest.skip("The shared pages of centres are not here.")
    entries = _read((CENTRES / name).read_bytes(), url=url).entries
    assert len(entries) == count
    assert sum(entry.published_at is not None for entry in entries) == dates
