"""The fast reader: strictly well-formed RSS, RDF and Atom."""

from collections.abc import Mapping, Sequence, Set
from typing import Final

from newsreader.core.feeds import FeedKind
from newsreader.parse.raw import RawEntry, RawFeed, RawPace
from newsreader.parse.xml_tags import ATOM_03, ATOMS, MEDIA, RDF, Kinds
from newsreader.parse.xml_text import text_of
from newsreader.parse.xml_tree import XML_BASE, XML_SPACE, Element, NotStrictError, bases

_RSS_IN_RDF: Final = (b"http://purl.org/rss/1.0/", b"http://channel.netscape.com/rdf/")
_LANG: Final = XML_SPACE + "lang"
_PACE: Final = frozenset({"ttl", "period", "frequency", "skip hours", "skip days"})
_MEDIA_CONTENT: Final = f"{{{MEDIA}}}content"
_THUMBNAIL: Final = f"{{{MEDIA}}}thumbnail"


def read_strict(root: Element, names: Set[str], data: bytes, url: str) -> RawFeed:
    """The feed in `root`, the tree of `data`, which came from `url`. Raises NotStrictError where unsure.

    `names` are of all its tags and attributes: they tell at once what a search of `data` would.
    """
    kind, channel, items = _structure(root, data)
    if ATOM_03 in root.namespace and b"base64" in data:
        raise NotStrictError("Atom 0.3 may encode its texts")
    own = items[0].namespace if items else channel.namespace
    reader = _Reader(Kinds(own, kind), kind == "atom", bases(root, url) if XML_BASE in names else {})
    has_language = _LANG in names
    feed = reader.feed(kind, channel, root)
    for item in items:
        entry = reader.entry(item)
        if has_language:
            entry.language = item.get(_LANG) or entry.language
        feed.entries.append(entry)
    return feed


def _structure(root: Element, data: bytes) -> tuple[FeedKind, Element, list[Element]]:
    name, space = root.name, root.namespace
    if name == "feed" and space[1:-1] in ATOMS:
        tag = f"{space}entry"
        return "atom", root, [e for e in root if e.tag == tag] or [e for e in root.walk() if e.tag == tag]
    channel = next((child for child in root if child.name == "channel"), None)
    if name == "rss":
        if channel is None:
            raise NotStrictError("no channel")
        items = [child for child in channel if child.name == "item"]
        return "rss", channel, items or [e for e in root.walk() if e.name == "item"]
    if root.tag == f"{{{RDF}}}RDF":
        if channel is None and any(space in data for space in _RSS_IN_RDF):
            channel = root  # nothing but entries, or not even these
        if channel is None:
            raise NotStrictError("no channel")
        return "rdf", channel, [e for e in root.walk() if e.name == "item"]
    raise NotStrictError("another root")


class _Reader:
    """Reads the elements of one document: `kinds` says what they mean, `atom` whether it is Atom."""

    def __init__(self, kinds: Kinds, atom: bool, bases: Mapping[int, str]) -> None:
        self._kinds = kinds
        self._atom = atom
        self._bases = bases

    def _base(self, element: Element) -> str:
        return self._bases.get(id(element), "") if self._bases else ""

    def entry(self, item: Element) -> RawEntry:
        entry = RawEntry(base=self._base(item))
        kinds, atom = self._kinds, self._atom
        others: dict[str, Element] = {}
        links: list[Element] = []
        media: list[Element] = []
        for child in item:
            meaning = kinds[child.tag]
            if not meaning:
                continue
            if meaning == "body":
                entry.bodies.append(text_of(child, atom=atom, base=self._base(child)))
            elif meaning == "link" or meaning == "atom link":
                links.append(child)
            elif meaning == "author" or meaning == "atom author":
                _add_author(entry.authors, child)
            elif meaning == "title":
                if entry.title is None or not entry.title.value:
                    entry.title = text_of(child, atom=atom, line=True)
            elif meaning == "published":
                entry.published = entry.published or child.line()
            elif meaning == "updated":
                entry.updated = entry.updated or child.line()
            elif meaning == "id":
                entry.id = entry.id or child.line()
                if child.get("isPermaLink", "true").lower() != "false":
                    others["permalink"] = child
            elif meaning == "category":
                entry.categories.append(child.text)
            elif meaning == "atom category":
                entry.categories.append(child.get("label") or child.get("term"))
            elif meaning == "enclosure":
                _add_enclosure(entry, child, "url", "length")
            elif meaning == "media":
                media.append(child)
            elif meaning == "language":
                entry.language = child.line()
            else:
                others.setdefault(meaning, child)
        if media or "group" in others:
            _add_media(entry, media, others)
        self._add_others(entry, item, others)
        self._add_link(entry, links, others.get("permalink"))
        entry.blank = not item and entry.says_nothing()
        return entry

    def _add_others(self, entry: RawEntry, item: Element, others: dict[str, Element]) -> None:
        """The second choices: what other namespaces say where the format's own elements are missing."""
        if not entry.id:
            other = others.get("atom id")
            entry.id = item.get(f"{{{RDF}}}about") or (other.line() if other is not None else "")
        if not others:
            return
        if (entry.title is None or not entry.title.value) and (title := others.get("other title")) is not None:
            entry.title = text_of(title, atom=False, line=True)
        if not entry.authors and (author := others.get("other author")) is not None:
            _add_author(entry.authors, author)
        if (body := others.get("atom body")) is not None:
            entry.bodies.append(text_of(body, atom=True))
        if not any(body.value for body in entry.bodies) and (body := others.get("other body")) is not None:
            entry.bodies.append(text_of(body, atom=self._atom and not body.get("type")))
        for meaning in () if entry.published else ("issued", "date", "created"):
            if (date := others.get(meaning)) is not None:
                entry.published = date.line()
                break

    def _add_link(self, entry: RawEntry, links: Sequence[Element], permalink: Element | None) -> None:
        """The entry's page: RSS's link text, else the best Atom link, else an id that is a web address."""
        best: Element | None = None
        rank = 0
        for link in links:
            relation = link.get("rel") or "alternate"
            if "href" not in link.attributes:
                if relation == "alternate" and (text := link.line()):
                    entry.link, entry.link_base = text, self._base(link)
                    best, rank = None, 9
                    break
                continue
            if relation == "enclosure":
                _add_enclosure(entry, link, "href", "length")
            if relation == "alternate":
                media = link.get("type")
                better = 4 if "html" in media else 2 if media else 3
            else:
                better = 1 if relation in ("self", "related", "via") and rank == 0 else 0
            if better > rank:
                best, rank = link, better
        if best is not None:
            entry.link, entry.link_base = best.get("href").strip(), self._base(best)
        if not entry.link and permalink is not None and (text := permalink.line()).startswith(("http://", "https://")):
            entry.link = text

    def feed(self, kind: FeedKind, channel: Element, root: Element) -> RawFeed:
        """What the document says of itself."""
        feed = RawFeed(kind, [], base=self._base(channel))
        links: list[Element] = []
        entry_like = RawEntry()
        kinds = Kinds(channel.namespace, kind)
        for child in channel:
            meaning = kinds[child.tag]
            if meaning == "title" and feed.title is None:
                feed.title = text_of(child, atom=self._atom, line=True)
            elif meaning in ("link", "atom link"):
                links.append(child)
            elif meaning == "body" and feed.description is None:
                feed.description = text_of(child, atom=self._atom)
            elif meaning in ("author", "atom author"):
                _add_author(feed.authors, child)
            elif meaning == "language":
                feed.language = feed.language or child.line()
            elif meaning in _PACE:
                _add_pace(feed.pace, meaning, child)
        self._add_link(entry_like, [link for link in links if link.get("rel") != "self"], None)
        feed.link, feed.link_base = entry_like.link, entry_like.link_base
        feed.language = channel.get(_LANG) or root.get(_LANG) or feed.language
        return feed


def _add_pace(pace: RawPace, meaning: str, element: Element) -> None:
    if meaning == "ttl":
        pace.ttl = element.line()
    elif meaning == "period":
        pace.period = element.line()
    elif meaning == "frequency":
        pace.frequency = element.line()
    else:
        (pace.hours if meaning == "skip hours" else pace.days).extend(child.line() for child in element)


def _add_author(authors: list[str], element: Element) -> None:
    """An Atom person, or RSS's "address (name)"; names are made clean later."""
    if element:
        children = {child.name: child for child in reversed(element)}
        named = children.get("name", children.get("email"))
        name = named.line() if named is not None else ""
    else:
        name = element.line()
    if name:
        authors.append(name)


def _add_enclosure(entry: RawEntry, element: Element, address: str, length: str) -> None:
    if url := element.get(address):
        entry.enclosures.append((url, element.get("type") or None, element.get(length) or None))


def _add_media(entry: RawEntry, media: Sequence[Element], others: dict[str, Element]) -> None:
    """Media RSS: the files, where there are none the pictures that stand for them, and a group's title and text."""
    group = others.get("group")
    for child in group.walk() if group is not None else ():
        if child.tag in (f"{{{MEDIA}}}title", f"{{{MEDIA}}}description"):
            others.setdefault("other title" if child.name == "title" else "other body", child)
    inside = [element for top in ([*media, group] if group is not None else media) for element in top.walk()]
    before = len(entry.enclosures)
    for element in inside:
        if element.tag == _MEDIA_CONTENT:
            _add_enclosure(entry, element, "url", "fileSize")
    if len(entry.enclosures) == before:
        for element in inside:
            if element.tag == _THUMBNAIL and (url := element.get("url")):
                entry.enclosures.append((url, "image/jpeg", None))
