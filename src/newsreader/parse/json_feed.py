"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1), and what calls itself so."""

import json
from typing import Any, Final

from newsreader.core.errors import ParseError
from newsreader.core.text import clean_line
from newsreader.parse.json_rss import is_rss_in_json, read_rss_in_json
from newsreader.parse.json_values import string_of
from newsreader.parse.raw import RawEntry, RawFeed, RawText

_START: Final = b" \t\r\n\0\xef\xbb\xbf\xff\xfe"
_MESSAGE_KEYS: Final = ("error", "message", "errors", "detail", "error_description", "title", "reason")


def is_json(body: bytes) -> bool:
    """Whether `body` is meant as JSON: it begins as an object, an array or a null does."""
    head = body[:256].lstrip(_START)
    return head[:1] in (b"{", b"[") or body.strip(_START) == b"null"


def read_json(body: bytes, *, url: str) -> RawFeed:
    """The feed in `body`. Items that are not objects are left out and counted in the notes.

    Raises:
        ParseError: The JSON is broken, or it is not a feed (an error message of the server, say).
    """
    document = _load(body, url)
    if not isinstance(document, dict):
        raise ParseError("This address answered with JSON that is not a feed.", url=url)
    if is_rss_in_json(document):
        return read_rss_in_json(document)
    items = document.get("items")
    named = str(document.get("version")).startswith(("https://jsonfeed.org", "http://jsonfeed.org"))
    if not isinstance(items, list) and not (named and items is None) and not ("items" in document and items is None):
        raise ParseError(_message(document), url=url)
    feed = RawFeed(
        "json",
        [],
        title=RawText(string_of(document.get("title")), "text"),
        link=string_of(document.get("home_page_url")),
        language=string_of(document.get("language")) or None,
        authors=_authors(document),
        description=RawText(string_of(document.get("description")), "text"),
    )
    odd = 0
    for item in items or ():
        if isinstance(item, dict):
            feed.entries.append(entry := _entry(item))
            entry.blank = entry.says_nothing()
        else:
            odd += 1
    if odd:
        feed.notes.append("1 item could not be read." if odd == 1 else f"{odd} items could not be read.")
    if not items:
        feed.notes.append("No articles in this feed.")
    return feed


def _load(body: bytes, url: str) -> Any:
    try:
        text = body.decode(json.detect_encoding(body))
    except UnicodeDecodeError:
        text = body.decode("cp1252", "replace")
    try:
        return json.loads(text.lstrip("\ufeff").rstrip("\0 \r\n\t"), parse_constant=lambda _: None, strict=False)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise ParseError(f"This feed's JSON is broken at {place}.", url=url) from error
    except RecursionError as error:
        raise ParseError("This feed's JSON is nested too deeply.", url=url) from error
    except ValueError as error:  # a number of more than 4,300 digits
        raise ParseError("This feed's JSON is broken: it has a number that is too long.", url=url) from error


def _message(document: dict[str, Any]) -> str:
    for key in _MESSAGE_KEYS:
        value = document.get(key)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, dict):
            value = value.get("message") or value.get("detail") or value.get("title")
        if isinstance(value, str) and (line := clean_line(value, 160)):
            return f"The server sent a message instead of a feed: {line}"
    return "This address answered with JSON that is not a feed."


def _authors(owner: dict[str, Any]) -> list[str]:
    """Names from `authors` (1.1) or `author` (1.0), each a list, an object or a string in the wild."""
    written = owner.get("authors") or owner.get("author") or ()
    if isinstance(written, dict | str):
        written = (written,)
    if not isinstance(written, list | tuple):
        return []
    names = (string_of(author.get("name")) if isinstance(author, dict) else string_of(author) for author in written)
    return [name for name in names if name]


def _entry(item: dict[str, Any]) -> RawEntry:
    html, text, summary = (string_of(item.get(key)) for key in ("content_html", "content_text", "summary"))
    bodies = [RawText(html)] if html else [RawText(text, "text")] if text else []
    if summary and not bodies:
        bodies.append(RawText(summary, "text"))
    tags = item.get("tags")
    if isinstance(tags, str):
        tags = [tags]
    entry = RawEntry(
        id=string_of(item.get("id")),
        link=string_of(item.get("url")) or string_of(item.get("external_url")),
        title=RawText(string_of(item.get("title")), "text"),
        bodies=bodies,
        authors=_authors(item),
        published=string_of(item.get("date_published")) or None,
        updated=string_of(item.get("date_modified")) or None,
        categories=[tag for tag in map(string_of, tags) if tag] if isinstance(tags, list) else [],
        language=string_of(item.get("language")) or None,
    )
    attachments = item.get("attachments")
    for attachment in attachments if isinstance(attachments, list) else ():
        if isinstance(attachment, dict) and (url := string_of(attachment.get("url"))):
            size = attachment.get("size_in_bytes")
            whole = int(size) if isinstance(size, int | float) and 0 < size < 2**53 else None
            entry.enclosures.append((url, string_of(attachment.get("mime_type")) or None, whole))
    if not entry.link and entry.id.startswith(("http://", "https://")):
        entry.link = entry.id
    return entry
