"""The tolerant reader: feedparser, for everything that is not strictly well-formed.

The body is always given as a stream: feedparser takes bytes that spell a path for the file there. Its sanitising and
link resolving are off, since both are done better later; it has no base URL, so that ids stay as they are written.
"""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final

from newsreader.core.errors import ParseError
from newsreader.core.feeds import FeedKind
from newsreader.parse.not_feeds import no_feed
from newsreader.parse.raw import RawEntry, RawFeed, RawPace, RawText

_CDATA_OR_BARE_RE: Final = re.compile(
    rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->|&(?!#[0-9]+;|#[xX][0-9a-fA-F]+;|[A-Za-z][A-Za-z0-9]{1,31};)", re.DOTALL
)
_ENDED_RE: Final = re.compile(rb"</(?:[\w.-]{1,30}:)?(?:rss|feed|rdf|channel)\s*>", re.IGNORECASE)
_ENTRY_TAG_RE: Final = re.compile(rb"<(/)?(?:[\w.-]{1,30}:)?(?:item|entry)(?=[\s>])", re.IGNORECASE)
_LOOK: Final = 1000
_AMPERSAND_RE: Final = re.compile(r"&(?:amp|#0{0,5}38|#[xX]0{0,4}26);")
_HEADERS: Final = {"content-type": "application/xml; charset=utf-8"}


def read_tolerant(data: bytes, url: str) -> RawFeed:
    """The feed in `data`, UTF-8, as far as it can be read. Raises ParseError where there is none."""
    import feedparser

    mended = _mend(data)
    try:
        result = feedparser.parse(
            BytesIO(mended), response_headers=_HEADERS, sanitize_html=False, resolve_relative_uris=False
        )
        version, channel, entries = str(result.get("version") or ""), result["feed"], result["entries"]
    except _FEEDPARSER_ERRORS as error:
        raise ParseError("This feed is too broken to be read.", url=url) from error
    if not version and not entries and not channel:
        raise no_feed(url)
    broken = bool(result.get("bozo"))
    feed = RawFeed(
        _kind(version),
        [_entry(entry, broken) for entry in entries],
        title=_text(channel, "title_detail"),
        link=_address(channel, "link"),
        language=_get(channel, "language") or None,
        authors=_authors(channel),
        description=_text(channel, "subtitle_detail"),
        pace=RawPace(
            ttl=_get(channel, "ttl"),
            period=_get(channel, "sy_updateperiod"),
            frequency=_get(channel, "sy_updatefrequency"),
        ),
        notes=["This feed's XML is broken; it was read as far as possible."] if broken or mended != data else [],
    )
    if feed.entries and not _ENDED_RE.search(data[-_LOOK:]) and (_is_open(data) or feed.entries[-1].says_nothing()):
        del feed.entries[-1]  # what it says is cut off somewhere, its id perhaps too
        feed.notes.append("This feed ended early; its last, incomplete entry was left out.")
    return feed


def _is_open(data: bytes) -> bool:
    """Whether `data` ends inside an entry: as many as begin end, but for the last."""
    last = None
    begun = ended = 0
    for last in _ENTRY_TAG_RE.finditer(data):
        if last.group(1):
            ended += 1
        else:
            begun += 1
    return last is not None and not last.group(1) and begun == ended + 1


# What feedparser, its sgmllib and the standard library raise on wild input; seen in its own change log.
_FEEDPARSER_ERRORS: Final = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RecursionError,
    NotImplementedError,
    OSError,
)


def _mend(data: bytes) -> bytes:
    """`data` with bare ampersands escaped: feedparser would make `AT&T` an unknown reference."""
    if b"&" not in data:
        return data
    return _CDATA_OR_BARE_RE.sub(lambda found: b"&amp;" if found.group() == b"&" else found.group(), data)


def _kind(version: str) -> FeedKind:
    if version.startswith("atom"):
        return "atom"
    return "rdf" if version in ("rss10", "rss090") else "rss"


def _address(owner: Mapping[str, Any], key: str) -> str:
    # feedparser's reader of broken XML leaves ampersands in addresses escaped, some of them twice
    value = _get(owner, key)
    return _AMPERSAND_RE.sub("&", value) if "&" in value else value


def _get(owner: Mapping[str, Any], key: str) -> str:
    # dict.get: feedparser's own answers for `updated` with `published`, and warns
    value = dict.get(owner, key)  # type: ignore[call-overload]
    return value if isinstance(value, str) else ""


def _text(owner: Mapping[str, Any], key: str) -> RawText | None:
    detail = dict.get(owner, key)  # type: ignore[call-overload]
    return _detail(detail) if isinstance(detail, Mapping) else None


def _detail(detail: Mapping[str, Any]) -> RawText:
    plain = _get(detail, "type") == "text/plain"
    return RawText(_get(detail, "value"), "text" if plain else "html", _get(detail, "base"))


def _authors(owner: Mapping[str, Any]) -> list[str]:
    names = [_get(author, "name") for author in owner.get("authors") or () if isinstance(author, Mapping)]
    return [name for name in names if name] or [name for name in (_get(owner, "author"),) if name]


def _entry(entry: Mapping[str, Any], broken: bool) -> RawEntry:
    bodies = [_detail(detail) for detail in dict.get(entry, "content") or ()]  # type: ignore[call-overload]
    if (summary := _text(entry, "summary_detail")) is not None:
        bodies.append(summary)
    read = _address if broken else _get
    raw = RawEntry(
        id=read(entry, "id"),
        link=read(entry, "link"),
        title=_text(entry, "title_detail"),
        bodies=[body for body in bodies if body.value],
        authors=_authors(entry),
        published=_get(entry, "published") or _get(entry, "created") or None,
        updated=_get(entry, "updated") or None,
        categories=[_get(tag, "label") or _get(tag, "term") for tag in entry.get("tags") or ()],
        language=_get(entry, "language") or None,
    )
    if _is_link_by_id(entry):
        raw.link = ""
    if raw.title is not None:
        raw.base = raw.title.base
    for enclosure in (*(entry.get("enclosures") or ()), *(entry.get("media_content") or ())):
        if address := _get(enclosure, "href") or _get(enclosure, "url"):
            raw.enclosures.append((address, _get(enclosure, "type") or None, _get(enclosure, "length") or None))
    return raw


def _is_link_by_id(entry: Mapping[str, Any]) -> bool:
    """Whether feedparser took an id for the link that is no web address; a link that is written stands in `links`."""
    link = _get(entry, "link")
    if not entry.get("guidislink") or link.startswith(("http://", "https://")):
        return False
    return all(_get(written, "href") != link for written in entry.get("links") or ())
