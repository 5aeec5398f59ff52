"""RSS-in-JSON (scripting.com/stories/2015/12/10/rssinjson.html): RSS 2.0's elements as the keys of objects."""

from typing import Any

from newsreader.parse.json_values import string_of
from newsreader.parse.raw import RawEntry, RawFeed, RawPace, RawText


def is_rss_in_json(document: dict[str, Any]) -> bool:
    """Whether `document` holds an RSS channel."""
    rss = document.get("rss")
    return isinstance(rss, dict) and isinstance(rss.get("channel"), dict)


def read_rss_in_json(document: dict[str, Any]) -> RawFeed:
    """The feed in `document`, for which is_rss_in_json holds."""
    channel = document["rss"]["channel"]
    items = channel.get("item")
    if isinstance(items, dict):
        items = [items]
    entries = [_entry(item) for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return RawFeed(
        "rss",
        entries,
        title=RawText(_value(channel.get("title"))),
        link=_value(channel.get("link")),
        language=_value(channel.get("language")) or None,
        description=RawText(_value(channel.get("description"))),
        pace=RawPace(ttl=_value(channel.get("ttl"))),
    )


def _value(written: object) -> str:
    """An element's text: the value itself, or "#value" of an object that holds its attributes too."""
    return string_of(written.get("#value")) if isinstance(written, dict) else string_of(written)


def _entry(item: dict[str, Any]) -> RawEntry:
    categories = item.get("category")
    author = _value(item.get("author")) or _value(item.get("dc:creator"))
    entry = RawEntry(
        id=_value(item.get("guid")),
        link=_value(item.get("link")),
        title=RawText(_value(item.get("title"))),
        bodies=[RawText(text) for key in ("content:encoded", "description") if (text := _value(item.get(key)))],
        authors=[author] if author else [],
        published=_value(item.get("pubDate")) or None,
        categories=list(map(_value, categories if isinstance(categories, list) else [categories])),
    )
    enclosure = item.get("enclosure")
    if isinstance(enclosure, dict) and (url := string_of(enclosure.get("url"))):
        length = string_of(enclosure.get("length")) or None
        entry.enclosures.append((url, string_of(enclosure.get("type")) or None, length))
    entry.blank = entry.says_nothing()
    return entry
