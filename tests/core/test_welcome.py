"""The guide is a sound JSON Feed that teaches the keys and the query language as they are."""

import html
import json
import re
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from newsreader.config.package_data import welcome_feed
from newsreader.config.settings import load_settings
from newsreader.config.subscriptions import load_subscriptions
from newsreader.core.query_parser import parse_query
from newsreader.core.text import clean_text

KEYS = frozenset({*"jknpmsoyfAurRtazq/.?↓↑lN<>15i", "Space", "Enter", "Esc", "Tab", "Ctrl+R", "Ctrl+P", "Ctrl+L"})
VOID = frozenset({"br", "hr", "img"})


@pytest.fixture(scope="module")
def feed() -> dict[str, Any]:
    return dict(json.loads(welcome_feed()))


@pytest.fixture(scope="module")
def bodies(feed: dict[str, Any]) -> list[str]:
    return [str(item["content_html"]) for item in feed["items"]]


def code_blocks(bodies: list[str], language: str) -> list[str]:
    blocks = re.findall(rf'<pre><code class="language-{language}">(.*?)</code></pre>', "".join(bodies), re.DOTALL)
    return [html.unescape(block) for block in blocks]


def test_it_is_a_json_feed_of_version_1_1(feed: dict[str, Any]) -> None:
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "Welcome"
    assert 6 <= len(feed["items"]) <= 8


def test_articles_are_numbered_in_reading_order_and_have_no_dates(feed: dict[str, Any]) -> None:
    assert [item["id"] for item in feed["items"]] == [f"newsreader:welcome/{n + 1}" for n in range(len(feed["items"]))]
    for item in feed["items"]:
        assert item["title"] == item["title"].strip() != ""
        assert not item.keys() & {"date_published", "date_modified", "url", "external_url"}


def test_articles_are_short(bodies: list[str]) -> None:
    for body in bodies:
        assert 60 <= len(re.sub(r"<[^>]*>", " ", body).split()) <= 330


def test_elements_are_closed_in_order(bodies: list[str]) -> None:
    for body in bodies:
        checker = _Nesting()
        checker.feed(body)
        checker.close()
        assert checker.open == []


class _Nesting(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_every_kind_of_block_is_shown_somewhere(bodies: list[str]) -> None:
    for tag in ("h2", "ul", "ol", "dl", "table", "pre", "blockquote"):
        assert f"<{tag}>" in "".join(bodies), tag


def test_nothing_points_outside_and_nothing_steers_a_terminal(bodies: list[str]) -> None:
    for body in bodies:
        assert not re.search(r"<(a|img|script|iframe|link)\b", body)
        assert clean_text(body) == body


def test_only_keys_that_exist_are_taught(bodies: list[str]) -> None:
    taught = {html.unescape(key) for body in bodies for key in re.findall(r"<kbd>(.*?)</kbd>", body)}
    assert taught <= KEYS
    assert taught >= KEYS - {"f", "a"}


def test_the_examples_of_searches_can_be_typed(bodies: list[str]) -> None:
    examples = re.findall(r"<tr><td><code>(.*?)</code>", "".join(bodies))
    assert len(examples) >= 6
    for example in examples:
        parse_query(html.unescape(example), now=10**9, today=10**9)


def test_the_examples_of_files_are_right(bodies: list[str], tmp_path: Path) -> None:
    blocks = code_blocks(bodies, "toml")
    feeds = tmp_path / "feeds.toml"
    feeds.write_text("\n".join(block for block in blocks if "[[" in block), encoding="utf-8")
    loaded = load_subscriptions(feeds)
    assert loaded.problems == ()
    assert loaded.subscriptions.feeds
    assert loaded.subscriptions.searches
    settings = tmp_path / "config.toml"
    settings.write_text("\n".join(block for block in blocks if "[[" not in block), encoding="utf-8")
    assert load_settings(settings).problems == ()
    assert tomllib.loads(settings.read_text(encoding="utf-8"))


def test_the_commands_taught_exist(bodies: list[str]) -> None:
    (block,) = code_blocks(bodies, "sh")
    commands = {line.split()[1] for line in block.splitlines()}
    assert commands <= {"refresh", "list", "show", "mark", "feeds"}
