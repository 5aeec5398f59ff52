"""Subscriptions become OPML, and what an outline says becomes a subscription."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsreader.config.feeds_file import add_subscriptions
from newsreader.config.opml import NoAddressError, opml_lines, read_outline
from newsreader.config.subscriptions import load_subscriptions, read_folder
from newsreader.core.folders import outline_order
from newsreader.core.opml import Outline
from newsreader.core.retention import FOREVER, Keep
from newsreader.core.subscriptions import NEVER, PageRules, Subscription
from newsreader.core.text import clean_line
from newsreader.parse.opml import read_opml

URL = "https://a.example/feed"


def outline(folders: tuple[str, ...] = (), **attributes: str) -> Outline:
    return Outline({"xmlurl": URL} | attributes, folders)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (outline(), Subscription(URL)),
        (outline(text="A", title="B"), Subscription(URL, title="A")),
        (outline(title="B"), Subscription(URL, title="B")),
        (outline(text=" A\n b\x1b[2J "), Subscription(URL, title="A b")),
        (outline(text=URL), Subscription(URL)),
        (outline(text="a.example", xmlurl="feed://a.example/feed"), Subscription(URL, title="a.example")),
        (outline(text="AT&amp;T &#8217;s"), Subscription(URL, title="AT&T ’s")),
        (outline(text="R&D"), Subscription(URL, title="R&D")),
        (outline(xmlurl=f"{URL}?a=1&amp;b=2"), Subscription(f"{URL}?a=1&b=2")),
        (outline(xmlurl=" https://A.example/a b "), Subscription("https://a.example/a%20b")),
        (outline(xmlurl="", url=URL), Subscription(URL)),
        (outline(xmlurl="", url=URL, type="rss"), Subscription(URL)),
        (outline(("N", "M & M")), Subscription(URL, folder="N/M & M")),
        (outline(("A/B", " ")), Subscription(URL, folder="A/B")),
        (outline(category="x,y , x"), Subscription(URL, tags=("x", "y"))),
        (outline(category="/News/Asia,x"), Subscription(URL, folder="News/Asia", tags=("x",))),
        (outline(("N",), category="/News/Asia"), Subscription(URL, folder="N", tags=("News/Asia",))),
        (outline(language="fr"), Subscription(URL, language="fr")),
        (outline(language="unknown"), Subscription(URL)),
        (outline(language="l'anglais"), Subscription(URL)),
        (outline(type="HTML+XPath"), Subscription(URL, page=PageRules())),
        (Outline({"xmlurl": URL, "newsreader:keep": "[1]", "newsreader:paused": "maybe"}), Subscription(URL)),
        (outline(xmlurl="file:///home/x/f.xml"), Subscription("file:///home/x/f.xml")),
    ],
)
def test_an_outline_of_another_reader_is_a_subscription(said: Outline, meant: Subscription) -> None:
    assert read_outline(said, own=False) == meant


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (outline(xmlurl="|~/x.sh"), "An address begins with https://."),
        (outline(xmlurl="exec:~/x.sh"), "“exec:” is not supported"),
        (outline(xmlurl="javascript:alert(1)"), "“javascript:” is not supported"),
        (outline(filtercmd="~/x.sh"), "It would run a command"),
        (outline(xmlurl="", url=URL, type="link"), "It is a link, not a feed."),
        (outline(xmlurl="", url=URL, type="include"), "It is another list"),
        (outline(xmlurl="https://"), "This is not a valid address"),
    ],
)
def test_what_cannot_be_followed_is_refused_with_a_reason(said: Outline, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_outline(said, own=False)


def test_a_feed_without_an_address_is_looked_for_on_its_site() -> None:
    with pytest.raises(NoAddressError, match=r"“newsreader subscribe https://a\.example/” looks for it"):
        read_outline(outline(xmlurl="", htmlurl="https://a.example/"), own=False)


def round_trip(feeds: list[Subscription]) -> list[Subscription]:
    text = "\n".join(opml_lines(feeds, {feeds[0].url: "Its <own> & title"}, {feeds[0].url: "https://site.example/"}))
    opml = read_opml(text.encode(), "f")
    assert opml.own and not opml.notes
    return [read_outline(one, own=opml.own) for one in opml.outlines]


def in_order(feeds: list[Subscription]) -> list[Subscription]:
    return [feeds[index] for index in outline_order([one.folder for one in feeds])]


EVERYTHING = Subscription(
    "https://b.example/list?a=1&b=%22",
    title='Tom & "Jerry" &amp; <b>',
    folder="A & B/C",
    tags=("a,b", "c/d", "e"),
    language="zh-Hans",
    interval=5400,
    full_text="always",
    priority="must",
    page=PageRules(("https://b.example/*",), "div > p", "a", "h3", "time@datetime", "%d.%m.%Y", ".x", "main", 30),
    keep=Keep(86_400 * 90, 500),
    paused=True,
    max_unread=100,
    auto_read_after=86_400,
    duplicates="read",
)


@pytest.mark.parametrize(
    "one",
    [
        Subscription(URL),
        EVERYTHING,
        Subscription(URL, keep=FOREVER, interval=NEVER),
        Subscription(URL, keep=Keep(0, 7)),
        Subscription(URL, title="true", tags=("1", "null")),
        Subscription(URL, page=PageRules()),
        Subscription(URL, page=PageRules(links=("a", "b"))),
    ],
)
def test_all_that_a_subscription_says_comes_back(one: Subscription) -> None:
    assert round_trip([one]) == [one]


def cleaned(text: str) -> str:
    return clean_line(text, 60)


LINES = st.text(max_size=40).map(cleaned).filter(bool)
FOLDERS = st.lists(LINES, max_size=3).map("/".join).filter(clean_line).map(read_folder) | st.just("")


def page(links: list[str]) -> PageRules:
    return PageRules(links=tuple(links))


@st.composite
def subscriptions(draw: st.DrawFn) -> list[Subscription]:
    count = draw(st.integers(1, 6))
    return [
        Subscription(
            f"https://{number}.example/",
            title=draw(st.none() | LINES),
            folder=draw(FOLDERS),
            tags=tuple(draw(st.lists(LINES, max_size=3, unique=True))),
            language=draw(st.none() | st.sampled_from(["en", "zh-Hans", "unknown"])),
            paused=draw(st.booleans()),
            page=draw(st.none() | st.lists(LINES, max_size=3, unique=True).map(page)),
        )
        for number in range(count)
    ]


@given(subscriptions())
def test_an_export_that_is_imported_is_the_same_list(feeds: list[Subscription]) -> None:
    assert round_trip(feeds) == in_order(feeds)


def test_other_readers_find_folders_names_addresses_sites_and_tags() -> None:
    one = Subscription(URL, title="A & B", folder="N/M", tags=("x", "y"), language="fr")
    lines = [line.strip() for line in opml_lines([one], {}, {URL: "https://a.example/"})]
    assert lines[6:] == [
        '<outline text="N" title="N">',
        '<outline text="M" title="M">',
        f'<outline type="rss" text="A &amp; B" title="A &amp; B" xmlUrl="{URL}" htmlUrl="https://a.example/"'
        ' language="fr" category="x,y" newsreader:title="A &amp; B"/>',
        "</outline>",
        "</outline>",
        "</body>",
        "</opml>",
    ]


def test_a_page_is_no_feed_to_other_readers() -> None:
    text = "\n".join(opml_lines([Subscription(URL, page=PageRules())], {}, {}))
    assert "xmlUrl" not in text
    assert f'<outline type="link" text="{URL}" title="{URL}" url="{URL}" newsreader:page="true"/>' in text


WILD = st.text(max_size=30) | st.text("\x1b[]A\u0301\x9b2J/ ,\u202e\n&;#1'\"\\", max_size=40) | st.just("long " * 300)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(WILD, WILD, WILD, WILD), min_size=1, max_size=4), st.booleans())
def test_whatever_an_outline_says_it_can_be_written_and_is_read_again_the_same(
    tmp_path: Path, said: list[tuple[str, str, str, str]], own: bool
) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text('[[feed]]\nurl = "newsreader:welcome"\n')
    feeds = [
        read_outline(
            Outline(
                {"xmlurl": f"https://{number}.example/", "text": text, "category": category, "type": kind}, (folder,)
            ),
            own=own,
        )
        for number, (folder, text, category, kind) in enumerate(said)
    ]
    add_subscriptions(path, feeds)
    kept = load_subscriptions(path).subscriptions.by_url()
    assert [kept[one.url] for one in feeds] == feeds


def test_a_list_that_was_imported_is_read_again_the_same(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text('[[feed]]\nurl = "newsreader:welcome"\n')
    feeds = [EVERYTHING, Subscription(URL, folder="A & B/C")]
    add_subscriptions(path, feeds)
    assert list(load_subscriptions(path).subscriptions.feeds[1:]) == feeds
