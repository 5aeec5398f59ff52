"""The texts of XML elements: markup inside an element is kept as HTML."""

from html import escape
from typing import Final

from newsreader.parse.feed_texts import looks_like_html
from newsreader.parse.raw import RawText, TextKind
from newsreader.parse.xml_tree import XML_SPACE, Element

# RFC 4287, 3.1.1 and Atom 0.3's MIME types
_KINDS: Final[dict[str, TextKind]] = {
    "text": "text",
    "plain": "text",
    "text/plain": "text",
    "html": "html",
    "text/html": "html",
}
# HTML, 13.1.2: elements that have no end tag
_VOID: Final = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "basefont",
        "bgsound",
        "frame",
        "keygen",
    ]
)


def html_inside(element: Element) -> str:
    """What is inside `element` as HTML source: its text escaped, its child elements without their namespaces."""
    parts: list[str] = []
    _write_inside(element, parts)
    return "".join(parts).strip()


def _write_inside(element: Element, parts: list[str]) -> None:
    parts.append(escape(element.text, quote=False))
    for child in element:
        name = child.name
        parts += ["<", name, *(_attribute(*attribute) for attribute in child.attributes.items()), ">"]
        if name not in _VOID:
            _write_inside(child, parts)
            parts.append(f"</{name}>")
        parts.append(escape(child.tail, quote=False))


def _attribute(name: str, value: str) -> str:
    """An attribute as source. Of those with a namespace HTML knows two."""
    if name.startswith("{"):
        name = {XML_SPACE + "lang": "lang", "{http://www.w3.org/1999/xlink}href": "href"}.get(name, "")
    return f' {name}="{_quoted(value)}"' if name else ""


def _quoted(value: str) -> str:
    return escape(value, quote=False).replace('"', "&quot;")


def text_of(element: Element, *, atom: bool, line: bool = False, base: str = "") -> RawText:
    """The text of an Atom text construct or content (`atom`), or of an RSS element, whose text is HTML.

    `line`: a title, of which markup is dropped at once. Atom's default type is text, but HTML without a type is seen
    in the wild and taken as such.
    """
    kind: TextKind = "html"
    if atom:
        written = element.get("type").strip().lower()
        if "xhtml" in written or (element and written not in _KINDS):
            return RawText(element.line() if line else _inner_div(element), "text" if line else "html", base)
        kind = _KINDS.get(written, "html")
        if not written and not looks_like_html(element.text):
            kind = "text"
    if element:
        return RawText(element.line() if line else html_inside(element), "text" if line else "html", base)
    return RawText(element.text.strip(), kind, base)


def _inner_div(element: Element) -> str:
    """XHTML content without the div around it (RFC 4287, 3.1.1.3)."""
    if len(element) == 1 and not element.text.strip() and element[0].name == "div":
        return html_inside(element[0])
    return html_inside(element)
