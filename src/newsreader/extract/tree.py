"""Text of a page → a tree in which every run of text is in a block of its own.

Pages put text where they like: beside a list, between two line breaks, in a link around a heading. In the tree made
here a block has either blocks in it or text, so that text can be kept or left out block by block.
"""

import re
from itertools import islice, pairwise
from typing import Final

from lxml import etree, html

from newsreader.extract.pictures import mend_pictures
from newsreader.extract.words import word_list, word_set

Element = html.HtmlElement

MAX_SOURCE: Final = 6_000_000
"""Characters of markup that are read: longer pages are cut."""
MAX_DEPTH: Final = 100
MAX_ELEMENTS: Final = 40_000
"""Elements that are read, and start tags looked for; what follows them on a page is cut."""

BLOCKS: Final = word_set(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup html legend li main menu nav ol p pre"
    " search section summary table tbody td tfoot th thead tr ul"
)
MEDIA: Final = word_set("img picture iframe video audio object embed hr")
HEADINGS: Final = word_set("h1 h2 h3 h4 h5 h6")
_DROPPED: Final = word_list(
    "script style noscript template svg math button select input textarea canvas head link meta title"
    " option datalist map noframes frameset"
)
_FLOW_TEXT: Final = word_set("p h1 h2 h3 h4 h5 h6 pre td th figcaption caption")
_HIDDEN_RE: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ILLEGAL_RE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DATA_URL_RE: Final = re.compile(r"data:[\w.+-]{1,40}/[\w.+-]{1,80};[^\"'\s<>]{1000,}")
_RAW_RE: Final = re.compile(
    r"<(script|style|template|textarea|svg|select)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_LONG_TAG_RE: Final = re.compile(r"<[a-zA-Z][^<>]{20000,}")
_MAX_ATTRIBUTES: Final = 3_000
_START_RE: Final = re.compile(r"<[a-zA-Z]")
_TAG_RE: Final = re.compile(r"</?([a-zA-Z][^\s/<>]*)[^<>]*>")
_FLAT_KEPT: Final = word_set("html head body meta title link p img br h1 h2 h3 h4 h5 h6")
_INLINE: Final = word_set("a abbr b bdi bdo big cite code del em font i ins kbd mark q s small span strong sub sup u")


def parse(text: str) -> Element | None:
    """The tree of a page; None where there is nothing in it. Nesting beyond any that is meant is taken away."""
    text = _DATA_URL_RE.sub("data:,", text)[:MAX_SOURCE]
    text = _LONG_TAG_RE.sub(_if_few_attributes, text)
    text = _cut(_ILLEGAL_RE.sub("", text))
    tree = _tree(text)
    if tree is not None and depth_of(tree) > MAX_DEPTH:
        tree = _tree(_TAG_RE.sub(_flat, _RAW_RE.sub("", text)))
    return tree


def _if_few_attributes(tag: re.Match[str]) -> str:
    """The tag, "" where it has so many attributes that the parser would take minutes to compare their names."""
    return tag.group() if len(tag.group().split(None, _MAX_ATTRIBUTES)) < _MAX_ATTRIBUTES else ""


def _cut(text: str) -> str:
    """`text` up to the start tag that is one too many."""
    too_many = next(islice(_START_RE.finditer(text), MAX_ELEMENTS, None), None)
    return text if too_many is None else text[: too_many.start()]


def _tree(text: str) -> Element | None:
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        return html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):  # nothing in it
        return None


def depth_of(tree: Element) -> int:
    depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _flat(tag: re.Match[str]) -> str:
    name = tag.group(1).lower()
    if name in _FLAT_KEPT:
        return tag.group()
    return "" if name in _INLINE else "<p>"


def clean(tree: Element) -> None:
    """Take away what is never read: scripts, controls, hidden elements; give pictures that load late their source."""
    mend_pictures(tree)
    for element in list(tree.iter(_DROPPED)):
        _drop(element)
    for line_break in tree.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    most = sum(map(len, tree.itertext())) / 2
    for element in tree.xpath("//*[@hidden or @style]"):
        hidden = element.get("hidden") is not None or _HIDDEN_RE.search(element.get("style") or "")
        # what holds most of a page's text is shown by a script
        if hidden and element.tag not in ("html", "body") and sum(map(len, element.itertext())) < most:
            _drop(element)


def _drop(element: Element) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def blockish(tree: Element) -> set[Element]:
    """The elements that are blocks or have a block in them."""
    found: set[Element] = set()
    for element in tree.iter():
        if element.tag in BLOCKS:
            up: Element | None = element
            while up is not None and up not in found:
                found.add(up)
                up = up.getparent()
    return found


def wrap_text(tree: Element) -> None:
    """Put every run of text that stands beside blocks, or between two line breaks, into a `<p>`."""
    blocks = blockish(tree)
    todo = [tree]
    while todo:
        element = todo.pop()
        children = list(element)
        inner = [child for child in children if child in blocks]
        todo.extend(inner)
        if inner or (element.tag not in _FLOW_TEXT and any(child.tag == "br" for child in children)):
            _rewrap(element, children, blocks)
        elif element.tag == "p" and _has_paragraph_breaks(children):
            element.tag = "div"
            _rewrap(element, children, blocks)


def _has_paragraph_breaks(children: list[Element]) -> bool:
    return any(one.tag == "br" and two.tag == "br" and not (one.tail or "").strip() for one, two in pairwise(children))


def _rewrap(element: Element, children: list[Element], blocks: set[Element]) -> None:
    runs = _Runs(element)
    text, element.text = element.text, None
    tails = [child.tail for child in children]
    for child in children:
        element.remove(child)
        child.tail = None
    runs.text(text)
    for child, tail in zip(children, tails, strict=True):
        if child in blocks:
            element.append(child)
            runs.end()
        elif child.tag == "br":
            runs.line_break(child)
        else:
            runs.inline(child)
        runs.text(tail)


class _Runs:
    """Gathers runs of text and inline elements into paragraphs of `element`."""

    def __init__(self, element: Element) -> None:
        self._element = element
        self._run: Element | None = None
        self._last: Element | None = None  # its last child: to count children takes time in a long run

    def end(self) -> None:
        self._run = self._last = None

    def text(self, text: str | None) -> None:
        if not text or (self._run is None and not text.strip()):
            return
        run = self._started()
        if self._last is not None:
            self._last.tail = (self._last.tail or "") + text
        else:
            run.text = (run.text or "") + text

    def inline(self, child: Element) -> None:
        self._started().append(child)
        self._last = child

    def line_break(self, child: Element) -> None:
        run, last = self._run, self._last
        if run is None:
            return
        if last is not None and last.tag == "br" and not (last.tail or "").strip():
            run.remove(last)
            self.end()
        else:
            self.inline(child)

    def _started(self) -> Element:
        if self._run is None:
            self._run = html.Element("p")
            self._element.append(self._run)
        return self._run
