"""The feeds that a web page names."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urljoin, urlsplit

from newsreader.core.html_decoding import decode_html
from newsreader.core.text import clean_line
from newsreader.parse.html_links import absolute_url
from newsreader.parse.list_page_tree import parse_page

if TYPE_CHECKING:
    from lxml.etree import _Element

LinkKind = Literal["rss", "atom", "rdf", "json"]

USUAL_PATHS: Final = (
    "feed/",
    "rss.xml",
    "feed.xml",
    "atom.xml",
    "index.xml",
    "rss/",
    "rss",
    "feed",
    "feed.json",
    "rss/feed.xml",
    "index.rss",
    "feed.atom",
    "en/rss.xml",
    "?feed=rss2",
    "?format=feed&type=rss",
)
"""Where feeds usually are, relative to the page's folder and to the site's root, most frequent first."""

_KINDS: Final[dict[str, LinkKind]] = {
    "application/rss+xml": "rss",
    "application/rss": "rss",
    "text/rss+xml": "rss",
    "application/x-rss+xml": "rss",
    "application/atom+xml": "atom",
    "application/atom": "atom",
    "application/rdf+xml": "rdf",
    "application/feed+json": "json",
    "application/json": "json",
    "application/xml": "rss",
    "text/xml": "rss",
}
_NO_FEED: Final = re.compile(
    r"/wp-json(?:/|$)|oembed|/manifest\.json|/api/|hreflang|opensearch|\.xsl$|sitemap", re.IGNORECASE
)
_COMMENTS: Final = re.compile(
    r"comment|komment|comentari|комментари|评论|評論|留言|コメント|댓글|yorum|komentar|reactie|تعليقات|/replies",
    re.IGNORECASE,
)
_ANCHOR_URL: Final = re.compile(
    r"(?:^|[/._?=&-])(?:rss|rss2|atom|feeds?|rdf|rss_?feed|newsfeed)(?:[/._?=&-]|\d|$)|@@rss|\.(?:rss|atom|rdf)$|[?&]type=(?:100|9818)$"
    r"|rss_\w{2}$|\.rss\b",
    re.IGNORECASE,
)
_ANCHOR_TEXT: Final = re.compile(
    r"^(?:rss|atom|xml)?\W*(?:rss|atom|feed|rss[ -]feed|rss[ -]лента|лента rss|rss订阅)\W*$", re.IGNORECASE
)
_READERS: Final = re.compile(
    r"feedly\.com|inoreader|netvibes|add\.my\.yahoo|bloglines|newsgator|facebook\.com|twitter\.com"
)
_PAGE_ENDS: Final = (".html", ".htm", ".php", ".aspx", ".pdf", ".jpg", ".png", ".svg", ".css", ".js")
_MAX_ANCHORS: Final = 20_000
_MAX_FOUND: Final = 50


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page names. `title` "" where the page gives none; `kind` is what the page says, not yet proven."""

    url: str
    title: str
    kind: LinkKind


def feed_links(body: bytes, *, url: str, content_type: str | None) -> tuple[FeedLink, ...]:
    """The feeds named by `<link rel=alternate>` (HTML, 4.6.7.1) and by links in the text of a page, best first.

    Best is what the head names, without comments, with the longest path in common with the page's; feeds of comments
    come last. Nothing raises; a page that is none names no feed.
    """
    root = parse_page(decode_html(body, content_type))
    if root is None:
        return ()
    base = _base(root, url)
    found: dict[str, tuple[tuple[int, ...], FeedLink]] = {}
    for place, (link, weight) in enumerate([*_head_links(root, base), *_anchors(root, base)]):
        if link.url not in found and link.url != url:
            comments = bool(_COMMENTS.search(link.url) or _COMMENTS.search(link.title))
            rank = (comments, weight, -_shared(link.url, url), link.kind == "json", place)
            found[link.url] = (tuple(map(int, rank)), link)
    ranked = sorted(found.values(), key=lambda pair: pair[0])
    return tuple(link for _, link in ranked[:_MAX_FOUND])


def _base(root: "_Element", url: str) -> str:
    href = next((href for element in root.iter("base") if (href := element.get("href"))), "")
    try:
        return urljoin(url, href.strip())
    except ValueError:
        return url


def _head_links(root: "_Element", base: str) -> list[tuple[FeedLink, int]]:
    found = []
    for element in root.iter("link"):
        rel = (element.get("rel") or "").lower().split()
        kind = _KINDS.get((element.get("type") or "").partition(";")[0].strip().lower())
        href = _fixed(element.get("href"))
        if "stylesheet" in rel or not ({"alternate", "feed"} & set(rel)) or not href:
            continue
        if kind is None and ("feed" not in rel or element.get("hreflang")):
            continue
        address = absolute_url(href, base)
        if address is None or address.startswith("mailto:") or _NO_FEED.search(address):
            continue
        vague = element.get("type") in ("application/json", "text/xml", "application/xml")
        found.append((FeedLink(address, clean_line(element.get("title") or "", 200), kind or "rss"), 1 if vague else 0))
    return found


def _anchors(root: "_Element", base: str) -> list[tuple[FeedLink, int]]:
    found = []
    for count, element in enumerate(root.iter("a")):
        if count >= _MAX_ANCHORS:
            break
        href = _fixed(element.get("href"))
        if not href or len(href) > 500:
            continue
        by_url = _ANCHOR_URL.search(href)
        text = clean_line(" ".join(element.itertext()), 200) or clean_line(element.get("title") or "", 200)
        if not by_url and not _ANCHOR_TEXT.match(text):
            continue
        address = absolute_url(href, base)
        if address is None or address.startswith("mailto:") or _NO_FEED.search(address) or _READERS.search(address):
            continue
        path = urlsplit(address).path.lower()
        if path.endswith(_PAGE_ENDS) and "rss" not in address.lower():
            continue
        kind: LinkKind = "atom" if "atom" in address.lower() else "json" if path.endswith(".json") else "rss"
        sure = bool(by_url) and path.endswith((".xml", ".rss", ".atom", ".rdf", "/feed", "/feed/", "/rss", "/rss/"))
        found.append((FeedLink(address, "" if _ANCHOR_TEXT.match(text) else text, kind), 2 if sure else 3))
    return found


def _fixed(href: str | None) -> str:
    """`href` with the `feed:` scheme of old turned into what it stood for."""
    href = (href or "").strip()
    if href.lower().startswith("feed:"):
        href = href[5:]
        return f"https:{href}" if href.startswith("//") else href
    return href


def _shared(address: str, page: str) -> int:
    """How many characters of the path two addresses of one host have in common."""
    one, other = urlsplit(address), urlsplit(page)
    if one.hostname != other.hostname:
        return -1
    count = 0
    for a, b in zip(one.path.split("/"), other.path.split("/"), strict=False):
        if a != b:
            break
        count += len(a) + 1
    return count
