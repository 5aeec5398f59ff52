"""What answers instead of a feed, named: web pages, robot checks, logins, messages, other XML."""

import re
from typing import Final

from newsreader.core.errors import ParseError
from newsreader.core.text import clean_line

_LOOK: Final = 64 * 1024
_FEED_ROOT_RE: Final = re.compile(rb"<(?:[A-Za-z][\w.-]{0,30}:)?(?:rss|feed|rdf|channel)[\s>/]", re.IGNORECASE)
_PAGE_RE: Final = re.compile(
    rb"<!doctype\s+html|<(?:[A-Za-z]+:)?(?:html|head|body|frameset|noscript|script|title|meta)[\s>/]", re.IGNORECASE
)
_TITLE_RE: Final = re.compile(rb"<title[^>]{0,200}>([^<]{1,500})", re.IGNORECASE)
_CHALLENGE_RE: Final = re.compile(
    rb"just a moment|attention required|checking your browser|cf-chl|cf_chl|challenge-platform|_incapsula_|ddos-guard"
    rb"|verify(?:ing)? (?:that )?you are (?:a )?human|captcha|are you a robot|enable javascript and cookies|anubis"
    rb"|you(?:'|&#39;|\xe2\x80\x99)re not a bot|awswaf\.com",
    re.IGNORECASE,
)
_LOGIN_RE: Final = re.compile(
    rb"type\s*=\s*[\"']?password|<title[^>]{0,200}>\s*[^<]{0,60}(?:log[ -]?in|sign[ -]?in|anmelden|connexion)",
    re.IGNORECASE,
)
_FILES: Final = (b"\x89PNG", b"GIF8", b"RIFF", b"PK\x03\x04", b"\x1f\x8b\x08", b"\xff\xd8\xff", b"ID3", b"OggS")
_OTHER_ROOTS: Final = {
    "opml": (
        "This address answered with a list of feeds (OPML), not a feed;"
        " save it and import the file with “newsreader import opml FILE”."
    ),
    "urlset": "This address answered with a sitemap, not a feed.",
    "sitemapindex": "This address answered with a sitemap, not a feed.",
    "svg": "This address answered with an image, not a feed.",
    "error": "This address answered with an error message, not a feed.",
    "opensearchdescription": "This address answered with a search description, not a feed.",
}


def refuse_at_once(body: bytes, url: str) -> None:
    """Raise ParseError where `body` holds nothing, or begins as a file of another kind."""
    if body.startswith(b"%PDF"):
        raise ParseError("This address answered with a PDF document, not a feed.", url=url)
    if body.startswith(_FILES):
        raise ParseError("This address answered with a file, not a feed.", url=url)
    if not body.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise ParseError("This address answered with nothing, not a feed.", url=url)


def refuse_page(data: bytes, url: str) -> None:
    """Raise ParseError where `data` is a web page, or anything without one feed element."""
    head = data[:_LOOK]
    page = _PAGE_RE.search(head)
    feed = _FEED_ROOT_RE.search(head)
    if page is None and feed is not None:
        return
    if page is not None and (feed is None or page.start() < feed.start()):
        raise ParseError(_page_sentence(head), url=url)
    if feed is None and _FEED_ROOT_RE.search(data) is None:
        raise ParseError(_other_sentence(head), url=url)


def refuse_root(name: str, data: bytes, url: str, *, hollow: bool = False) -> None:
    """Raise ParseError for well-formed XML with the root element `name`, a local name, where that is no feed's.

    `hollow`: nothing at all is in the root element, not even white space.
    """
    lowered = name.lower()
    if lowered == "html":
        raise ParseError(_page_sentence(data[:_LOOK]), url=url)
    if lowered in _OTHER_ROOTS:
        raise ParseError(_OTHER_ROOTS[lowered], url=url)
    if hollow and lowered == "rss":
        raise ParseError("This address answered with an empty feed document, without a channel.", url=url)
    if _FEED_ROOT_RE.search(data) is None:
        shown = clean_line(name, 40)
        raise ParseError(f"This address answered with XML of another kind (<{shown}>), not a feed.", url=url)


def no_feed(url: str) -> ParseError:
    """The error for what looked like a feed and holds none."""
    return ParseError("This address answered with something that cannot be read as a feed.", url=url)


def _page_sentence(head: bytes) -> str:
    if _CHALLENGE_RE.search(head):
        return "This address answered with a check for robots, not a feed; open it in the browser."
    if _LOGIN_RE.search(head):
        return "This address answered with a login page, not a feed."
    title = _TITLE_RE.search(head)
    name = clean_line(title.group(1).decode("utf-8", "replace"), 80) if title else ""
    return "This address answered with a web page, not a feed" + (f": “{name}”." if name else ".")


def _other_sentence(head: bytes) -> str:
    if b"<" not in head:
        return "This address answered with plain text, not a feed."
    return "This address answered with something else than a feed."
