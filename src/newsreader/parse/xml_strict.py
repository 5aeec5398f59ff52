"""The fast reader: strictly well-formed RSS, RDF and Atom.

The tree of the strict check (needed in any case: fastfeedparser loses text in XML that is not well-formed) says which
elements are the entry's own. fastfeedparser must see the same entries and gives their labels, enclosures and media;
what it cannot know comes from the tree: ids as written, bases, markup inside texts, foreign twins of a known name, dates.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from lxml import etree

from newsreader.core.feeds import FeedKind
from newsreader.parse.raw import RawEntry, RawFeed
from newsreader.parse.xml_text import XML_LANG, line_of, text_of

ATOM: Final = "http://www.w3.org/2005/Atom"
_ATOMS: Final = (ATOM, "https://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC: Final = ("http://purl.org/dc/elements/1.1/", "http://purl.org/dc/elements/1.0/", "http://purl.org/dc/terms/")
_ITUNES: Final = "http://www.itunes.com/dtds/podcast-1.0.dtd"

# In UTF-8: U+061C, U+180E, U+2060–206F, U+FDD0, U+FEFF, U+FFF9–FFFF, and (over-cautious) combining marks
_RARE: Final = (
    b"\xd8\x9c",
    b"\xe1\xa0\x8e",
    b"\xe2\x81",
    b"\xef\xb7",
    b"\xef\xbb\xbf",
    b"\xef\xbf\xb9",
    b"\xef\xbf\xba",
)
_RARE += (b"\xef\xbf\xbb", b"\xcc", b"\xe2\x83", b"\xe1\xb7", b"\xe1\xaa", b"\xef\xb8", b"\xd2")
# C1 controls and the soft hyphen; zero width and bidi characters, line separators
_FORBIDDEN_RE: Final = re.compile(rb"\xc2[\x80-\x9f\xad]|\xe2\x80[\x8b\x8e\x8f\xa8-\xae]|\xcd[\x80-\xaf]")

_Element = etree._Element
_Kinds = dict[Any, str]


class NotStrictError(Exception):
    """The document is not for this reader; the tolerant one must read it."""


def parse_tree(data: bytes, url: str) -> _Element:
    """The tree of `data`, UTF-8, from `url`, without comments. Raises NotStrictError where it is not well-formed.

    libxml2's own bounds stay on: depth 256, 10 MB for one text.
    """
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        return etree.fromstring(data, parser, base_url=url)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotStrictError(str(error)) from error


def root_name(root: _Element) -> str:
    """The local name of the root element."""
    return root.tag.rpartition("}")[2]


def read_strict(root: _Element, data: bytes) -> RawFeed:
    """The feed in `root`, the tree of `data`. Raises NotStrictError where unsure."""
    kind, channel, items = _structure(root)
    fast = _fast_entries(data)
    if len(fast) != len(items):
        raise NotStrictError("the two readers see different entries")
    has_base, has_lang = b"xml:base" in data, b"xml:lang" in data
    own = _namespace(items[0]) if items else _namespace(channel)
    kinds = _kinds(own, kind)
    feed = _read_feed(kind, channel, root, has_base)
    for item, quick in zip(items, fast, strict=True):
        entry = _read_entry(item, quick, kinds, kind == "atom", has_base)
        if has_lang:
            entry.language = item.get(XML_LANG) or entry.language
        feed.entries.append(entry)
    return feed


def is_clean(data: bytes) -> bool:
    """Whether no text of the well-formed `data` can hold a character that core.text removes or changes."""
    return (
        b"&#" not in data
        and b"\x7f" not in data
        and not any(rare in data for rare in _RARE)
        and _FORBIDDEN_RE.search(data) is None
    )


def _fast_entries(data: bytes) -> Sequence[Mapping[str, Any]]:
    import fastfeedparser

    try:
        entries: Sequence[Mapping[str, Any]] = fastfeedparser.parse(data, include_content=False)["entries"]
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, etree.Error) as error:
        raise NotStrictError(str(error)) from error
    return entries


def _namespace(element: _Element) -> str:
    tag = element.tag
    return tag[: tag.index("}") + 1] if tag.startswith("{") else ""


def _structure(root: _Element) -> tuple[FeedKind, _Element, list[_Element]]:
    name, space = root_name(root), _namespace(root)
    if name == "feed" and space[1:-1] in _ATOMS:
        return "atom", root, root.findall(f".//{space}entry")
    if name == "rss":
        channel = next((child for child in root if child.tag.rpartition("}")[2] == "channel"), None)
        if channel is None:
            raise NotStrictError("no channel")
        items = [child for child in channel if child.tag.rpartition("}")[2] == "item"]
        return "rss", channel, items or [e for e in root.iter() if e.tag.rpartition("}")[2] == "item"]
    if root.tag == f"{{{_RDF}}}RDF":
        channel = next((child for child in root if child.tag.rpartition("}")[2] == "channel"), None)
        if channel is None:
            raise NotStrictError("no channel")
        return "rdf", channel, [e for e in root.iter() if e.tag.rpartition("}")[2] == "item"]
    raise NotStrictError("another root")


_RSS_OWN: Final = {
    "title": "title",
    "link": "link",
    "guid": "id",
    "pubDate": "published",
    "pubdate": "published",
    "published": "published",
    "lastBuildDate": "updated",
    "updated": "updated",
    "author": "author",
    "description": "body",
    "summary": "body",
    "content": "body",
    "language": "language",
    "ttl": "ttl",
    "managingEditor": "author",
}
_ATOM_OWN: Final = {
    "title": "title",
    "link": "link",
    "id": "id",
    "published": "published",
    "issued": "published",
    "created": "created",
    "updated": "updated",
    "modified": "updated",
    "author": "author",
    "subtitle": "body",
    "tagline": "body",
    "summary": "body",
    "content": "body",
}


@lru_cache(maxsize=32)
def _kinds(own: str, kind: FeedKind) -> _Kinds:
    """What each qualified child tag of an entry or channel means, `own` being the braced namespace of the format."""
    kinds: _Kinds = {}
    for space in _DC:
        kinds |= {
            f"{{{space}}}title": "other title",
            f"{{{space}}}date": "published",
            f"{{{space}}}created": "created",
            f"{{{space}}}issued": "published",
            f"{{{space}}}modified": "updated",
            f"{{{space}}}creator": "author",
            f"{{{space}}}description": "body",
            f"{{{space}}}identifier": "other id",
            f"{{{space}}}language": "language",
        }
    kinds["{http://purl.org/rss/1.0/modules/content/}encoded"] = "body"
    kinds[f"{{{_ITUNES}}}author"] = "other author"
    kinds[f"{{{_ITUNES}}}title"] = "other title"
    kinds[f"{{{_ITUNES}}}summary"] = "other body"
    kinds["{http://search.yahoo.com/mrss/}title"] = "other title"
    kinds["{http://search.yahoo.com/mrss/}description"] = "other body"
    if kind != "atom":
        for name, meaning in _ATOM_OWN.items():
            kinds[f"{{{ATOM}}}{name}"] = f"atom {meaning}" if meaning in ("link", "author", "id", "body") else meaning
    for name, meaning in (_ATOM_OWN if kind == "atom" else _RSS_OWN).items():
        kinds[own + name] = meaning
    return kinds


def _read_entry(item: _Element, fast: Mapping[str, Any], kinds: _Kinds, atom: bool, has_base: bool) -> RawEntry:
    entry = RawEntry(base=_base(item) if has_base else "")
    others: dict[str, _Element] = {}
    links: list[_Element] = []
    for child in item:
        meaning = kinds.get(child.tag)
        if meaning is None:
            continue
        if meaning == "body":
            entry.bodies.append(text_of(child, atom=atom, base=_base(child) if has_base else ""))
        elif meaning == "link" or meaning == "atom link":
            links.append(child)
        elif meaning == "author" or meaning == "atom author":
            _add_author(entry.authors, child)
        elif meaning == "title":
            if entry.title is None or not entry.title.value:
                entry.title = text_of(child, atom=atom, line=True)
        elif meaning == "published":
            entry.published = entry.published or line_of(child)
        elif meaning == "updated":
            entry.updated = entry.updated or line_of(child)
        elif meaning == "id":
            entry.id = entry.id or line_of(child)
            if not atom and child.get("isPermaLink", "true").lower() != "false":
                others["permalink"] = child
        elif meaning == "language":
            entry.language = line_of(child)
        else:
            others.setdefault(meaning, child)
    _add_others(entry, item, others, atom)
    _add_link(entry, links, others.get("permalink"), has_base)
    _add_fast(entry, fast)
    return entry


def _add_author(authors: list[str], element: _Element) -> None:
    """An Atom person, or RSS's "address (name)"; names are made clean later."""
    if len(element):
        children = {child.tag.rpartition("}")[2]: child for child in reversed(element)}
        named = children.get("name", children.get("email"))
        name = line_of(named) if named is not None else ""
    else:
        name = line_of(element)
    if name:
        authors.append(name)


def _add_others(entry: RawEntry, item: _Element, others: dict[str, _Element], atom: bool) -> None:
    """The second choices: what other namespaces say where the format's own elements are missing."""
    if not entry.id:
        other = others.get("atom id")
        entry.id = item.get(f"{{{_RDF}}}about") or (line_of(other) if other is not None else "")
    if not others:
        return
    if (entry.title is None or not entry.title.value) and (title := others.get("other title")) is not None:
        entry.title = text_of(title, atom=False, line=True)
    if not entry.authors and (author := others.get("other author")) is not None:
        _add_author(entry.authors, author)
    if (body := others.get("atom body")) is not None:
        entry.bodies.append(text_of(body, atom=True))
    if not any(body.value for body in entry.bodies) and (body := others.get("other body")) is not None:
        entry.bodies.append(text_of(body, atom=atom and not body.get("type")))
    if not entry.published and (created := others.get("created")) is not None:
        entry.published = line_of(created)


def _add_link(entry: RawEntry, links: list[_Element], permalink: _Element | None, has_base: bool) -> None:
    """The entry's page: RSS's link text, else the best Atom link, else a guid that is a permalink (RSS 2.0)."""
    best: _Element | None = None
    rank = 0
    for link in links:
        href = link.get("href")
        if href is None:
            if text := line_of(link):
                entry.link, entry.link_base = text, _base(link) if has_base else ""
                best, rank = None, 9
                break
            continue
        relation = link.get("rel") or "alternate"
        if relation == "enclosure":
            entry.enclosures.append((href, link.get("type"), link.get("length")))
        if relation == "alternate":
            media = link.get("type") or "text/html"
            better = 3 if "html" in media else 2
        else:
            better = 1 if relation in ("self", "related", "via") and rank == 0 else 0
        if better > rank:
            best, rank = link, better
    if best is not None:
        entry.link, entry.link_base = (best.get("href") or "").strip(), _base(best) if has_base else ""
    if not entry.link and permalink is not None and (text := line_of(permalink)).startswith(("http://", "https://")):
        entry.link = text


def _add_fast(entry: RawEntry, fast: Mapping[str, Any]) -> None:
    for tag in fast.get("tags") or ():
        if label := tag.get("label") or tag.get("term"):
            entry.categories.append(label)
    for enclosure in fast.get("enclosures") or ():
        entry.enclosures.append((enclosure["url"], enclosure.get("type"), enclosure.get("length")))
    for media in fast.get("media_content") or ():
        if url := media.get("url"):
            entry.enclosures.append((url, media.get("type"), media.get("length") or media.get("filesize")))


def _base(element: _Element) -> str:
    """The base of `element`: the chain of xml:base on the document's URL (XML Base, 4)."""
    return element.base or ""


def _read_feed(kind: FeedKind, channel: _Element, root: _Element, has_base: bool) -> RawFeed:
    feed = RawFeed(kind, [], base=_base(channel) if has_base else "")
    atom = kind == "atom"
    links: list[_Element] = []
    entry_like = RawEntry()
    for child in channel:
        meaning = _kinds(_namespace(channel), kind).get(child.tag)
        if meaning == "title" and feed.title is None:
            feed.title = text_of(child, atom=atom, line=True)
        elif meaning in ("link", "atom link"):
            links.append(child)
        elif meaning == "body" and feed.description is None:
            feed.description = text_of(child, atom=atom)
        elif meaning in ("author", "atom author"):
            _add_author(feed.authors, child)
        elif meaning == "language":
            feed.language = feed.language or line_of(child)
        elif meaning == "ttl":
            feed.ttl = line_of(child)
    _add_link(entry_like, [link for link in links if link.get("rel") != "self"], None, has_base)
    feed.link, feed.link_base = entry_like.link, entry_like.link_base
    feed.language = channel.get(XML_LANG) or root.get(XML_LANG) or feed.language
    return feed
