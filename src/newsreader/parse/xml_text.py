"""The text of lxml elements: markup inside an element is kept as HTML, CDATA and references are already resolved."""

from copy import deepcopy
from html import escape
from typing import Final

from lxml import etree

from newsreader.parse.feed_texts import looks_like_html
from newsreader.parse.raw import RawText, TextKind

XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

# RFC 4287, 3.1.1 and Atom 0.3's MIME types
_KINDS: Final[dict[str, TextKind]] = {
    "text": "text",
    "plain": "text",
    "text/plain": "text",
    "html": "html",
    "text/html": "html",
}


def local_name(element: etree._Element) -> str:
    """The name of `element` without its namespace."""
    return str(element.tag).rpartition("}")[2]


def namespace_of(element: etree._Element) -> str:
    """The namespace of `element` in braces, "" where it has none."""
    start, brace, _ = str(element.tag).rpartition("}")
    return start + brace


def line_of(element: etree._Element) -> str:
    """All the text in `element`, without the white space around it."""
    if len(element):
        return "".join(element.itertext()).strip()
    return (element.text or "").strip()


def html_inside(element: etree._Element) -> str:
    """What is inside `element` as HTML source: its text escaped, its child elements without their namespaces."""
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        copied = deepcopy(child)  # apart from its document, whose namespaces would be declared again
        for inner in copied.iter(etree.Element):
            inner.tag = local_name(inner)
        etree.cleanup_namespaces(copied)
        parts.append(etree.tostring(copied, encoding="unicode", method="html", with_tail=False))
        parts.append(escape(child.tail or "", quote=False))
    return "".join(parts).strip()


def text_of(element: etree._Element, *, atom: bool, line: bool = False, base: str = "") -> RawText:
    """The text of an Atom text construct or content (`atom`), or of an RSS element, whose text is HTML.

    `line`: a title, of which markup is dropped at once. Atom's default type is text, but HTML without a type is seen
    in the wild and taken as such.
    """
    kind: TextKind = "html"
    if atom:
        written = (element.get("type") or "").strip().lower()
        if "xhtml" in written or (len(element) and written not in _KINDS):
            return RawText(line_of(element) if line else _inner_div(element), "text" if line else "html", base)
        kind = _KINDS.get(written, "html")
        if not written and not looks_like_html(element.text or ""):
            kind = "text"
    if len(element):
        return RawText(line_of(element) if line else html_inside(element), "text" if line else "html", base)
    return RawText((element.text or "").strip(), kind, base)


def _inner_div(element: etree._Element) -> str:
    """XHTML content without the div around it (RFC 4287, 3.1.1.3)."""
    if len(element) == 1 and not (element.text or "").strip():
        only = element[0]
        if isinstance(only.tag, str) and local_name(only) == "div":
            return html_inside(only)
    return html_inside(element)
