"""The feeds that a web page names."""

import pytest

from newsreader.parse.discovery import USUAL_PATHS, FeedLink, feed_links

PAGE = "https://centre.example/en/news/"


def _links(html: str, url: str = PAGE) -> tuple[FeedLink, ...]:
    return feed_links(html.encode(), url=url, content_type="text/html; charset=utf-8")


def test_the_head_names_feeds_with_titles_and_kinds() -> None:
    found = _links(
        '<link rel="alternate" type="application/rss+xml" title="News" href="/feed.xml">'
        '<link rel="Alternate" type="application/atom+xml" href="atom.xml">'
        '<link rel="alternate feed" type="application/feed+json" href="//cdn.example/feed.json">'
    )
    assert set(found) == {
        FeedLink("https://centre.example/feed.xml", "News", "rss"),
        FeedLink("https://centre.example/en/news/atom.xml", "", "atom"),
        FeedLink("https://cdn.example/feed.json", "", "json"),
    }


def test_comments_come_last_and_the_nearest_feed_first() -> None:
    found = _links(
        '<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">'
        '<link rel="alternate" type="application/rss+xml" href="/feed/">'
        '<link rel="alternate" type="application/rss+xml" href="/en/news/feed/">'
    )
    assert [link.url.removeprefix("https://centre.example") for link in found] == [
        "/en/news/feed/",
        "/feed/",
        "/comments/feed/",
    ]


@pytest.mark.parametrize(
    "html",
    [
        '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">',
        '<link rel="alternate" type="application/json+oembed" href="/oembed?url=x">',
        '<link rel="alternate" hreflang="fr" href="/fr/">',
        '<link rel="stylesheet" type="text/css" href="/feed.css">',
        '<a href="/feedback/">Feedback</a> <a href="/rss-explained.html">About the atom</a>',
        '<a href="https://feedly.com/i/subscription/feed/x.rss">Feedly</a>',
        '<a href="mailto:rss@centre.example">RSS</a>',
        "",
        "\0\1\2",
    ],
)
def test_what_is_no_feed_is_left_out(html: str) -> None:
    found = _links(html)
    assert [link for link in found if "explained" not in link.url] == []


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/node/5/rss_en", "https://centre.example/node/5/rss_en"),
        ("/library/rss/latest_news_e.xml", "https://centre.example/library/rss/latest_news_e.xml"),
        ("?type=9818", "https://centre.example/en/news/?type=9818"),
        ("@@rss", "https://centre.example/en/news/@@rss"),
        ("feed://centre.example/rss.xml", "https://centre.example/rss.xml"),
        ("feed:https://centre.example/rss.xml", "https://centre.example/rss.xml"),
    ],
)
def test_a_link_in_the_text_may_lead_to_a_feed(href: str, expected: str) -> None:
    assert [link.url for link in _links(f'<p><a href="{href}">RSS</a></p>')] == [expected]


def test_what_the_head_names_comes_before_links_in_the_text() -> None:
    found = _links('<a href="/a.rss">RSS</a><link rel="alternate" type="application/rss+xml" href="/z.xml">')
    assert [link.url[-5:] for link in found] == ["z.xml"[-5:], "a.rss"[-5:]]


def test_usual_paths_can_be_joined_to_a_folder() -> None:
    assert all(not path.startswith("/") for path in USUAL_PATHS)
