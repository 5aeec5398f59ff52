"""OPML 1.0 and 2.0 → outlines, as far as they can be read; nothing is fetched, and no entity is expanded."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Final

from newsreader.core.errors import ParseError
from newsreader.core.opml import MAX_OPML, OWN_NAMESPACE, OWN_PREFIX, OpmlList, Outline
from newsreader.core.text import clean_line
from newsreader.parse.xml_bytes import prepare
from newsreader.parse.xml_tree import Element, NotStrictError, parse_tree

DEEPEST: Final = 20
"""Folders inside each other that are told apart; those below count as the last of them."""

_ROOT_RE: Final = re.compile(rb"<\?xml[\s?]|<opml[\s>/]", re.IGNORECASE)
_OUTLINE_RE: Final = re.compile(
    r"<!--|<(?P<end>/?)outline(?=[\s/>])(?P<inside>(?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*+|[^<>]*+)>", re.IGNORECASE
)
_ATTRIBUTE_RE: Final = re.compile(r"([\w:.-]{1,60})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_OPML_RE: Final = re.compile(r"<(?:opml|outline)[\s>/]", re.IGNORECASE)
_PAGE_RE: Final = re.compile(r"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_FEED_RE: Final = re.compile(r"\s*<(?:\w+:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
_OWN_NAME: Final = f"{{{OWN_NAMESPACE}}}"


def read_opml(body: bytes, name: str) -> OpmlList:
    """The outlines in `body` that have an address, or nothing inside; `name` is what the file is called in messages.

    Seen in the wild, and read: names of attributes in any case, bare ampersands, HTML's entities, tags that are not
    closed, wrong encodings, text before the document.

    Raises:
        ParseError: It is empty, too large or no OPML.
    """
    if len(body) > MAX_OPML:
        raise ParseError(f"{name} is larger than {MAX_OPML // 1_000_000} MB, which no list of feeds is.", url=name)
    prepared = prepare(body, None, _ROOT_RE)
    notes = tuple(prepared.notes)
    collected = _Collector()
    try:
        root = parse_tree(prepared.data)
    except NotStrictError:
        text = prepared.data.decode("utf-8", "replace")
        if not _OPML_RE.search(text) or _PAGE_RE.match(text):
            raise _no_opml(text, name) from None
        _scan(text, collected)
        broken = "Its XML is broken; it was read as far as possible."
        return OpmlList(tuple(collected.outlines), OWN_NAMESPACE in text[:1000], (*notes, broken))
    if root.name.lower() not in ("opml", "outline"):
        raise _no_opml(prepared.data[:1000].decode("utf-8", "replace"), name)
    _walk(root, collected)
    return OpmlList(tuple(collected.outlines), f"{_OWN_NAME}version" in root.attributes, notes)


def _no_opml(text: str, name: str) -> ParseError:
    if not text.strip():
        return ParseError(f"{name} is empty.", url=name)
    kind, advice = "not OPML", "Export the list of feeds from the other reader as OPML."
    if _PAGE_RE.match(text):
        kind = "a web page, not OPML"
    elif _FEED_RE.match(text):
        kind, advice = "a feed, not a list of feeds", "“newsreader subscribe” follows a feed."
    return ParseError(f"{name} is {kind}. {advice}", url=name)


class _Collector:
    """Takes the begins and ends of outlines."""

    def __init__(self) -> None:
        self.outlines: list[Outline] = []
        self._open: list[tuple[Outline, int]] = []
        self._folders: list[tuple[str, ...]] = [()]
        self._begun = 0

    def start(self, attributes: dict[str, str]) -> None:
        folders = self._folders[-1]
        outline = Outline(attributes, folders)
        self._begun += 1
        self._open.append((outline, self._begun))
        if _has_address(attributes):
            self.outlines.append(outline)
        elif len(folders) < DEEPEST and (folder := clean_line(attributes.get("text") or attributes.get("title", ""))):
            folders = (*folders, folder)
        self._folders.append(folders)

    def end(self) -> None:
        if not self._open:
            return
        outline, number = self._open.pop()
        self._folders.pop()
        if number == self._begun and outline.attributes and not _has_address(outline.attributes):
            self.outlines.append(outline)


def _has_address(attributes: Mapping[str, str]) -> bool:
    return bool(attributes.get("xmlurl", "").strip() or attributes.get("url", "").strip())


def _walk(root: Element, collected: _Collector) -> None:
    """The outlines of a strict document; its depth is limited already."""
    for element in root:
        is_outline = element.name.lower() == "outline"
        if is_outline:
            collected.start(_plain(element.attributes))
        _walk(element, collected)
        if is_outline:
            collected.end()


def _plain(attributes: dict[str, str]) -> dict[str, str]:
    return {
        name.replace(_OWN_NAME, OWN_PREFIX).lower(): value
        for name, value in attributes.items()
        if not name.startswith("{") or name.startswith(_OWN_NAME)
    }


def _scan(text: str, collected: _Collector) -> None:
    """The outlines of a document that is not well-formed, tag by tag."""
    position = 0
    while found := _OUTLINE_RE.search(text, position):
        position = found.end()
        if found.group() == "<!--":
            position = text.find("-->", position)
            if position < 0:
                return
            continue
        inside = found["inside"]
        if found["end"]:
            collected.end()
            continue
        attributes: dict[str, str] = {}
        for name, *values in _ATTRIBUTE_RE.findall(inside):
            if ":" not in name or name.lower().startswith(OWN_PREFIX):
                attributes.setdefault(name.lower(), unescape("".join(values)))
        collected.start(attributes)
        if inside.endswith("/"):
            collected.end()
