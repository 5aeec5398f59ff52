"""Pages made to take long: each is read within a second."""

from collections.abc import Callable
from contextlib import suppress
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import at_most
from newsreader.core.errors import ParseError
from newsreader.core.subscriptions import PageRules
from newsreader.parse.discovery import feed_links
from newsreader.parse.list_page import read_list_page

NOW = 1_795_608_000  # 2026-11-25 12:00 UTC
_TITLE: Final = "A headline that is long enough, number"


def _many(count: int, row: Callable[[int], str]) -> str:
    return "".join(row(number) for number in range(count))


PAGES: Final = {
    "100,000 links": lambda: _many(100_000, lambda n: f"<li><a href=/n/{n}>{_TITLE} {n}</a> 2026-01-02"),
    "one link 100,000 times": lambda: f"<li><a href=/n/1>{_TITLE}</a>" * 100_000,
    "no boxes": lambda: _many(100_000, lambda n: f"<a href=/n/{n}>{_TITLE} {n}</a> 2026-01-02<br>"),
    "unclosed": lambda: _many(100_000, lambda n: f"<b><i><a href=/n/{n}>{_TITLE} {n}"),
    "nested": lambda: _many(100_000, lambda n: f"<div><a href=/n/{n}>{_TITLE} {n}</a>"),
    "rows": lambda: "<table>" + _many(50_000, lambda n: f"<tr><td><a href=/n/{n}>{_TITLE} {n}<td>1 Jan 2026"),
    "a class each": lambda: _many(
        50_000, lambda n: f"<div class=c{chr(97 + n % 26) * (n % 40)}><a href=/n/{n}>{_TITLE} {n}</a></div>"
    ),
    "one word": lambda: "<p>" + "a" * 3_000_000,
    "numbers": lambda: _many(
        5_000, lambda n: f"<li><a href=/n/{n}>{_TITLE} {n}</a><p>{'1.' * 130}<p>{'1 ' * 30}<p>{'jan ' * 15}"
    ),
    "sections": lambda: _many(
        20_000, lambda n: f"<div><p><a href=/n/{n}>{_TITLE} {n}</a> <a href=/m/{n}>{_TITLE} {n}</a></p></div>"
    ),
    "headings": lambda: _many(30_000, lambda n: f"<h1>{n}</h1><nav>"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_is_soon_read(name: str) -> None:
    body = f"<html><body>{PAGES[name]()}".encode()
    with at_most(1.5), suppress(ParseError):
        read_list_page(body, url="https://x.example/", content_type=None, rules=PageRules(), language=None, now=NOW)
    with at_most(1):
        feed_links(body, url="https://x.example/", content_type=None)


_PARTS: Final = (
    "<ul>",
    "</ul>",
    "<li>",
    "<a href=/n/1>",
    "<a href='?x=2'>",
    "</a>",
    "A long enough headline ",
    "<h2>",
    "</h2>",
)
_MORE: Final = (
    "<br>",
    "2 May 2026",
    "<table><tr><td>",
    "<nav>",
    "</nav>",
    "<main>",
    "<time datetime='x'>",
    "<a href='http://[x'>",
)


@settings(max_examples=150)
@given(st.lists(st.sampled_from(_PARTS + _MORE) | st.text(max_size=5), max_size=60))
def test_any_markup_is_read_or_refused(parts: list[str]) -> None:
    body = "".join(parts).encode("utf-8", "replace")
    feed_links(body, url="https://x.example/a/", content_type=None)
    for rules in (PageRules(), PageRules(links=("*",)), PageRules(item="li"), PageRules(item="a")):
        try:
            feed = read_list_page(
                body, url="https://x.example/a/", content_type=None, rules=rules, language=None, now=NOW
            )
        except ParseError as error:
            assert str(error).endswith(".")
        else:
            uids = [entry.uid for entry in feed.entries]
            assert len(set(uids)) == len(uids)
            assert all(entry.title for entry in feed.entries)
