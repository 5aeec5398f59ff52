"""The fast reader: strictly well-formed RSS, RDF and Atom.

The tree of the strict check (needed in any case: fastfeedparser loses text in XML that is not well-formed) says which
elements are the entry's own. fastfeedparser must see the same entries and gives their labels, enclosures and media;
what it does not tell comes from the tree: bases, markup inside texts, foreign twins of a known name, dates as written.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from lxml import etree

from newsreader.core.feeds import FeedKind
from newsreader.parse.raw import RawEntry, RawFeed
from newsreader.parse.xml_tags import ATOM_03, ATOMS, MEDIA, RDF, Kinds
from newsreader.parse.xml_text import XML_LANG, line_of, local_name, namespace_of, text_of

_Element = etree._Element


_RSS_IN_RDF = frozenset(["http://purl.org/rss/1.0/", "http://channel.netscape.com/rdf/simple/0.9/"])


class NotStrictError(Exception):
    """The document is not for this reader; the tolerant one must read it."""


def parse_tree(data: bytes, url: str) -> _Element:
    """The tree of `data`, UTF-8, from `url`, without comments. Raises NotStrictError where it is not well-formed.

    libxml2's own bounds stay on: depth 256, 10 MB for one text.
    """
    try:
        return etree.fromstring(data, _parser(), base_url=url)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotStrictError(str(error)) from error


@cache
def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


def read_strict(root: _Element, data: bytes) -> RawFeed:
    """The feed in `root`, the tree of `data`. Raises NotStrictError where unsure."""
    kind, channel, items = _structure(root)
    if ATOM_03 in namespace_of(root) and b"base64" in data:
        raise NotStrictError("Atom 0.3 may encode its texts")
    fast = _fast_entries(data)
    if len(fast) != len(items):
        raise NotStrictError("the two readers see different entries")
    has_xml = b"xml:" in data
    has_base, has_lang = has_xml and b"xml:base" in data, has_xml and b"xml:lang" in data
    own = namespace_of(items[0]) if items else namespace_of(channel)
    kinds = Kinds(own, kind)
    feed = _read_feed(kind, channel, root, has_base)
    for item, quick in zip(items, fast, strict=True):
        entry = _read_entry(item, quick, kinds, kind == "atom", has_base)
        if has_lang:
            entry.language = item.get(XML_LANG) or entry.language
        feed.entries.append(entry)
    return feed


def _fast_entries(data: bytes) -> Sequence[Mapping[str, Any]]:
    import fastfeedparser  # type: ignore[import-untyped]

    try:
        entries: Sequence[Mapping[str, Any]] = fastfeedparser.parse(data, include_content=False)["entries"]
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, etree.Error) as error:
        raise NotStrictError(str(error)) from error
    return entries


def _structure(root: _Element) -> tuple[FeedKind, _Element, list[_Element]]:
    name, space = local_name(root), namespace_of(root)
    if name == "feed" and space[1:-1] in ATOMS:
        return "atom", root, root.findall(f"{space}entry") or root.findall(f".//{space}entry")
    if name == "rss":
        channel = next((child for child in root if local_name(child) == "channel"), None)
        if channel is None:
            raise NotStrictError("no channel")
        items = [child for child in channel if local_name(child) == "item"]
        return "rss", channel, items or [e for e in root.iter() if local_name(e) == "item"]
    if root.tag == f"{{{RDF}}}RDF":
        channel = next((child for child in root if local_name(child) == "channel"), None)
        if channel is None and not _RSS_IN_RDF.isdisjoint(root.nsmap.values()):
            channel = root  # nothing but entries, or not even these
        if channel is None:
            raise NotStrictError("no channel")
        return "rdf", channel, [e for e in root.iter() if local_name(e) == "item"]
    raise NotStrictError("another root")


def _read_entry(item: _Element, fast: Mapping[str, Any], kinds: Kinds, atom: bool, has_base: bool) -> RawEntry:
    entry = RawEntry(base=_base(item) if has_base else "")
    others: dict[str, _Element] = {}
    links: list[_Element] = []
    for child in item:
        meaning = kinds[child.tag]
        if not meaning:
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
            if child.get("isPermaLink", "true").lower() != "false":
                others["permalink"] = child
        elif meaning == "language":
            entry.language = line_of(child)
        else:
            others.setdefault(meaning, child)
    _add_others(entry, item, others, atom)
    _add_link(entry, links, others.get("permalink"), has_base)
    _add_fast(entry, fast)
    entry.blank = not len(item) and entry.says_nothing()
    return entry


def _add_author(authors: list[str], element: _Element) -> None:
    """An Atom person, or RSS's "address (name)"; names are made clean later."""
    if len(element):
        children = {local_name(child): child for child in reversed(element)}
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
        entry.id = item.get(f"{{{RDF}}}about") or (line_of(other) if other is not None else "")
    if not others:
        return
    if (group := others.get("group")) is not None:
        for child in group.iter(f"{{{MEDIA}}}title", f"{{{MEDIA}}}description"):
            others.setdefault("other title" if local_name(child) == "title" else "other body", child)
    if (entry.title is None or not entry.title.value) and (title := others.get("other title")) is not None:
        entry.title = text_of(title, atom=False, line=True)
    if not entry.authors and (author := others.get("other author")) is not None:
        _add_author(entry.authors, author)
    if (body := others.get("atom body")) is not None:
        entry.bodies.append(text_of(body, atom=True))
    if not any(body.value for body in entry.bodies) and (body := others.get("other body")) is not None:
        entry.bodies.append(text_of(body, atom=atom and not body.get("type")))
    for meaning in () if entry.published else ("issued", "date", "created"):
        if (date := others.get(meaning)) is not None:
            entry.published = line_of(date)
            break


def _add_link(entry: RawEntry, links: list[_Element], permalink: _Element | None, has_base: bool) -> None:
    """The entry's page: RSS's link text, else the best Atom link, else an id that is a web address."""
    best: _Element | None = None
    rank = 0
    for link in links:
        href = link.get("href")
        relation = link.get("rel") or "alternate"
        if href is None:
            if relation == "alternate" and (text := line_of(link)):
                entry.link, entry.link_base = text, _base(link) if has_base else ""
                best, rank = None, 9
                break
            continue
        if relation == "enclosure":
            entry.enclosures.append((href, link.get("type"), link.get("length")))
        if relation == "alternate":
            media = link.get("type") or ""
            better = 4 if "html" in media else 2 if media else 3
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
    kinds = Kinds(namespace_of(channel), kind)
    for child in channel:
        meaning = kinds[child.tag]
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
