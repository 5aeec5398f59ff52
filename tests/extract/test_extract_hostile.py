"""No page makes the program hang or grow: what is too big is cut, what is too deep is flattened."""

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import at_most
from newsreader.core.errors import ExtractError
from newsreader.extract.pages import extract_page

PROSE = "<p>The committee discussed the proposals and agreed on the plan for the coming year, it said.</p>" * 4
SECONDS = 4
"""Far more than any of these takes, and far less than what grows with the square of its size takes."""

HOSTILE = {
    "10,000 nested blocks": "<div>" * 10_000 + PROSE,
    "10,000 nested words": "<b><i>" * 5_000 + PROSE,
    "nested tables": "<table><tr><td>" * 3_000 + PROSE,
    "a word of 1 MB": f"{PROSE}<p>{'a' * 1_000_000}</p>",
    "100,000 links": PROSE + "".join(f"<a href=/{n}>link {n}</a> " for n in range(100_000)),
    "100,000 links in a list": PROSE + "<ul>" + "".join(f"<li><a href=/{n}>link {n}</a>" for n in range(100_000)),
    "nothing closed": "<p><a href=x><b><i><div><span>some text goes on here. " * 20_000,
    "50,000 rows": f"{PROSE}<table>" + "".join(f"<tr><td>{n}<td>name<td>value" for n in range(50_000)),
    "100,000 lines": f"{PROSE}<div>" + "a line of text<br>" * 100_000,
    "50,000 pictures": PROSE + "".join(f"<img src=/{n}.jpg>" for n in range(50_000)) + PROSE,
    "100,000 attributes": f"{PROSE}<p {' '.join(f'a{n}=x' for n in range(100_000))}>end</p>",
    "unfinished tags": PROSE + "<meta" * 100_000,
    "nested names": "<div class=share>" * 90 + PROSE + "<p>x y</p>" * 5_000,
    "nested data": f"<script type=application/ld+json>{'[' * 100_000}</script>{PROSE}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_ends_soon(name: str) -> None:
    body = f"<html><body>{HOSTILE[name]}".encode()
    extract_page(f"<html><body>{PROSE}".encode(), url="https://example.org/")  # what is imported late is not counted
    with at_most(SECONDS):
        try:
            assert extract_page(body, url="https://example.org/a").html
        except ExtractError as error:
            assert "No article was found" in str(error)


def test_a_data_url_of_megabytes_is_not_kept() -> None:
    body = f"<html><body>{PROSE}<img src='data:image/png;base64,{'A' * 3_000_000}'>{PROSE}".encode()
    tracemalloc.start()
    try:
        assert len(extract_page(body, url="https://example.org/a").html) < 10_000
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()


MARKUP = """
<p>|</p>|<div>|</div>|<table>|<tr>|<td>|</table>|<br>|<a href='x'>|<a>|</a>|<ul>|<li>|<img src=a.jpg>|<h1>|</h1>|<h2>
|</h2>|<figure>|<figcaption>|<article>|</article>|<noscript>|</noscript>|<pre>|<![CDATA[|<!--|-->|&amp;|&#0;|\0|Text,
|text.|文字|<html>|<body>|<head>|<meta charset=koi8-r>|<base href=//[>|<frameset>|<svg>|<template>
"""
_PIECES = st.sampled_from(MARKUP.split("|"))


@settings(max_examples=150)
@given(st.lists(_PIECES, max_size=60))
def test_any_markup_gives_an_article_or_an_error_in_words(pieces: list[str]) -> None:
    body = (PROSE + "".join(pieces) + PROSE).encode()
    try:
        found = extract_page(body, url="https://example.org/a")
    except ExtractError as error:
        assert str(error).endswith(".")
    else:
        assert "\x00" not in found.html
