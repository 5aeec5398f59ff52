"""An XML document as a tree of light elements, strictly well-formed or not at all.

expat alone needs half the time of libxml2's tree, and texts and tags are made into Python strings once, not at each
look: reading a feed is bound by this.
"""

from collections.abc import Set
from typing import Any, Final
from xml.parsers import expat

MAX_DEPTH: Final = 256
"""Elements inside each other; more is no feed, and would exhaust the stack of whoever walks the tree."""

MOST_TAGS: Final = 2_000_000
"""More need the better part of a gigabyte: no feed of 15 MB that says anything has so many."""

XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}"
XML_BASE: Final = XML_SPACE + "base"
_TEXT_BUFFER: Final = 1 << 17


class NotStrictError(Exception):
    """The document is not for the strict reader; the tolerant one must read it."""


class Element(list["Element"]):
    """An element: a list of its child elements.

    Attributes:
        tag: Its name, with the namespace in braces before it; none for one without.
        attributes: Their values by name, written like `tag`.
        text: What stands before the first child; CDATA and references are resolved.
        tail: What follows the element inside its parent.
    """

    __slots__ = ("attributes", "tag", "tail", "text")

    tag: str
    attributes: dict[str, str]
    text: str
    tail: str

    @property
    def name(self) -> str:
        """The tag without its namespace."""
        return self.tag.rpartition("}")[2]

    @property
    def namespace(self) -> str:
        """The namespace in braces, "" where it has none."""
        start, brace, _ = self.tag.rpartition("}")
        return start + brace

    def get(self, attribute: str, default: str = "") -> str:
        return self.attributes.get(attribute, default)

    def line(self) -> str:
        """All the text inside, without the white space around it."""
        return (self._all_text() if self else self.text).strip()

    def _all_text(self) -> str:
        return "".join([self.text, *(child._all_text() + child.tail for child in self)])

    def walk(self) -> "list[Element]":
        """The element and all inside it, in document order."""
        found, waiting = [], [self]
        while waiting:
            element = waiting.pop()
            found.append(element)
            waiting.extend(reversed(element))
        return found


class _Names(dict[str, str]):
    """expat's `namespace}name` with the opening brace."""

    def __missing__(self, written: str) -> str:
        name = self[written] = "{" + written if "}" in written else written
        return name


def parse_tree(data: bytes) -> Element:
    """The root of `data`, as `parse_named` gives it."""
    return parse_named(data)[0]


def parse_named(data: bytes) -> tuple[Element, Set[str]]:
    """The root of `data`, in UTF-8, and the names of all its tags and attributes, written like `Element.tag`.

    Comments and processing instructions are left out.

    Raises:
        NotStrictError: It is not well-formed, declares a document type, is nested too deeply or has too many tags.
    """
    if len(data) > MOST_TAGS * len("<b/>") and data.count(b"<") > MOST_TAGS:
        raise NotStrictError("too many tags")
    root = Element()
    root.text = ""
    # The builder is one closure, as each handler is called for every element: attributes of self cost a third more.
    stack = [root]
    pending: list[str] = []
    names = _Names()

    def flush() -> None:
        text = pending[0] if len(pending) == 1 else "".join(pending)
        pending.clear()
        element = stack[-1]
        if element:
            element[-1].tail = text
        else:
            element.text = text

    def start(name: str, attributes: dict[str, str]) -> None:
        if pending:
            flush()
        element = Element()
        element.tag = names[name]
        element.attributes = {names[key]: value for key, value in attributes.items()} if attributes else attributes
        element.text = element.tail = ""
        stack[-1].append(element)
        stack.append(element)
        if len(stack) > MAX_DEPTH:
            raise NotStrictError("nested too deeply")

    def end(_: str) -> None:
        if pending:
            flush()
        stack.pop()

    parser = expat.ParserCreate("utf-8", "}")
    parser.buffer_text = True
    parser.buffer_size = _TEXT_BUFFER
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = pending.append
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise NotStrictError(str(error)) from error
    return root[0], frozenset(names.values())


def _refuse_doctype(*_: Any) -> None:
    raise NotStrictError("it declares a document type")


def bases(root: Element, url: str) -> dict[int, str]:
    """By `id` of the element, the base in force at each (XML Base, 4): the chain of xml:base on `url`, "" for none."""
    from urllib.parse import urljoin

    found: dict[int, str] = {}
    waiting = [(root, "")]
    while waiting:
        element, outer = waiting.pop()
        written = element.attributes.get(XML_BASE)
        base = outer
        if written is not None:
            try:
                base = urljoin(outer or url, written.strip())
            except ValueError:  # not an address at all
                base = outer
        found[id(element)] = base
        waiting += [(child, base) for child in element]
    return found
