"""List pages read by the user's selectors."""

from datetime import UTC, datetime

import pytest

from newsreader.core.errors import ParseError
from newsreader.core.feeds import EntryData
from newsreader.core.subscriptions import PageRules
from newsreader.parse.list_page import read_list_page

NOW = 1_795_608_000  # 2026-11-25 12:00 UTC
PAGE = """<html lang="en"><body><div class="top"><a href="/about">About</a></div>
<article class="news"><p class="k"><a href="/topic/x">Topic</a></p><h3><a class="go" href="/n/1">Water</a></h3>
<time datetime="2026-11-20T08:30:00Z">last Friday</time><span class="d">20-11/26</span>
<i>30.11.</i><p class="teaser">About <b>water</b> &amp; law.</p></article>
<article class="news"><p class="k"><a href="/topic/y">Topic</a></p>
<h3><a class="go" href="/n/2?utm_source=x">Trade</a></h3>
<time datetime="2026-11-19">last Thursday</time><span class="d">19-11/26</span></article>
<article class="news"><h3>Without a link</h3></article></body></html>"""


def _read(rules: PageRules) -> list[EntryData]:
    feed = read_list_page(
        PAGE.encode(), url="https://c.example/news", content_type="text/html", rules=rules, language=None, now=NOW
    )
    return list(feed.entries)


def _time(entry: EntryData) -> str | None:
    return (
        None
        if entry.published_at is None
        else datetime.fromtimestamp(entry.published_at, UTC).strftime("%d.%m.%Y %H:%M")
    )


def test_one_element_per_entry_is_enough() -> None:
    entries = _read(PageRules(item="article.news"))
    assert [entry.link for entry in entries] == ["https://c.example/topic/x", "https://c.example/topic/y"]
    assert [_time(entry) for entry in entries] == ["20.11.2026 08:30", "19.11.2026 00:00"]


def test_selectors_say_where_link_headline_and_summary_are() -> None:
    entries = _read(PageRules(item="article", link="a.go", headline="h3", summary=".teaser"))
    assert [(entry.uid, entry.title) for entry in entries] == [
        ("https://c.example/n/1", "Water"),
        ("https://c.example/n/2", "Trade"),
    ]
    assert entries[0].content_html == "<p>About water &amp; law.</p>"
    assert entries[1].content_html == ""


def test_of_the_links_of_an_item_only_those_that_match_the_pattern_count() -> None:
    entries = _read(PageRules(item="article", links=("*/topic/x", "https://c.example/n/2")))
    assert [entry.link for entry in entries] == ["https://c.example/topic/x", "https://c.example/n/2"]


@pytest.mark.parametrize(
    ("date", "date_format", "expected"),
    [
        ("time@datetime", None, "20.11.2026 08:30"),
        ("time", None, None),
        (".d", "%d-%m/%y", "20.11.2026 00:00"),
        (".d", "%Y", None),
        ("i", "%d.%m.", "30.11.2025 00:00"),
        (".nothing", None, None),
    ],
)
def test_the_date_is_read_from_text_or_attribute(date: str, date_format: str | None, expected: str | None) -> None:
    entries = _read(PageRules(item="article", link="a.go", date=date, date_format=date_format))
    assert _time(entries[0]) == expected


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        (PageRules(item="article["), "item = “article\\[” is not a valid CSS selector"),
        (PageRules(item="article|li"), "item = “article\\|li” is not a valid CSS selector"),
        (PageRules(item="article", link="a|b"), "link = “a\\|b” is not a valid CSS selector"),
        (PageRules(item="article", headline="h3:::x"), "headline = “h3:::x” is not a valid CSS selector"),
        (PageRules(item=".missing"), "item = “.missing” matches nothing on this page"),
        (PageRules(item="article", link="span"), "The elements that match link = “span” hold no link"),
        (PageRules(item="article", links=("a*", "b*")), "match item = “article” hold no link that matches links = “a"),
        (PageRules(item="article:nth-of-type(3)"), "The elements that match item = “article:nth-of-type\\(3\\)”"),
    ],
)
def test_a_selector_at_fault_is_named(rules: PageRules, sentence: str) -> None:
    with pytest.raises(ParseError, match=sentence):
        _read(rules)
