"""The chosen blocks as HTML: the page's own structure, pruned."""

from collections.abc import Iterable
from html import escape
from typing import Final

from lxml import etree, html

from newsreader.extract.boilerplate import AROUND_RE
from newsreader.extract.leaves import Leaf
from newsreader.extract.tree import BLOCKS, Element
from newsreader.extract.words import word_set

_KEPT_ATTRIBUTES: Final = word_set("href src alt title width height colspan rowspan start lang dir cite datetime")
_PLAIN: Final = word_set(
    "article aside main section header footer nav form fieldset center address table tbody thead tfoot tr"
    " td th body hgroup menu html search"
)
_LEAST_PIXELS: Final = 60
_PLAYERS: Final = ("youtube", "youtu.be", "vimeo", "rutube", "vk.com/video", "dailymotion", "bilibili", "soundcloud")
_MAX_CLIMB: Final = 6
_MAX_CAPTION: Final = 600


def article_html(kept: list[Leaf], leaves: list[Leaf]) -> str:
    """The HTML of the leaves in `kept` and of the pictures among them. The tree is used up."""
    place = _common(leaf.element for leaf in kept)
    texts = {leaf.element for leaf in kept}
    needed = set(texts)
    for element in texts:
        for up in element.iterancestors():
            if up in needed:
                break
            needed.add(up)
    figures = _figures(place, kept, leaves, needed)
    _prune(place, texts, needed | figures, figures)
    for element in texts:
        for up in element.iterancestors():
            if up.tag in _PLAIN and up not in texts:
                up.tag = "div"
    return _serialised(place)


def _common(elements: Iterable[Element]) -> Element:
    """The innermost element that holds all of `elements`; the parent where there is but one."""
    parents = {parent for element in elements if (parent := element.getparent()) is not None}
    paths = [[*reversed(list(parent.iterancestors())), parent] for parent in parents]
    common = paths[0]
    for path in paths[1:]:
        size = 0
        while size < min(len(common), len(path)) and common[size] is path[size]:
            size += 1
        common = common[:size]
    return common[-1]


def _figures(place: Element, kept: list[Leaf], leaves: list[Leaf], needed: set[Element]) -> set[Element]:
    """Make a `<figure>` of every picture that stands among the kept blocks; the figures, and what leads to them."""
    captions = {leaf.element: leaf for leaf in leaves if leaf.caption}
    others = {leaf.element for leaf in leaves if not leaf.caption}
    first, last = kept[0].element, kept[-1].element
    begun, passed = False, False
    found: list[Element] = []
    for element in place.iter():
        begun = begun or element is first
        if (
            element.tag in ("img", "iframe", "video", "audio")
            and not passed
            and _is_wanted(element)
            and not _in_text(element, place, others)
            and (begun or _in_figure(element))
        ):
            found.append(element)
        passed = passed or element is last
    made: set[Element] = set()
    seen: set[str] = set()
    for medium in found:
        source = medium.get("src") or ""
        if medium.tag == "img" and (not source or source in seen):
            continue
        seen.add(source)
        figure = _figure(medium, place, captions, others, needed)
        made.add(figure)
        for up in figure.iterancestors():
            if up is place or up in made:
                break
            made.add(up)
            if up.tag in _PLAIN:
                up.tag = "div"
    return made


def _in_text(element: Element, place: Element, others: set[Element]) -> bool:
    """Whether `element` is in a block of text, kept or not: it stays or goes with it."""
    for up in element.iterancestors():
        if up in others:
            return True
        if up is place:
            return False
    return False


def _in_figure(element: Element) -> bool:
    return next(element.iterancestors("figure"), None) is not None


def _is_wanted(element: Element) -> bool:
    source = (element.get("src") or "").lower()
    if element.tag == "iframe":
        return any(player in source for player in _PLAYERS)
    if element.tag in ("video", "audio"):
        return True
    if not source or source.startswith("data:") or source.split("?")[0].endswith(".svg"):
        return False
    for name in ("width", "height"):
        size = (element.get(name) or "").strip().removesuffix("px")
        if size.isdigit() and int(size) < _LEAST_PIXELS:
            return False
    for up in (element, *element.iterancestors()):
        if up.tag in ("article", "main", "body"):
            break
        if up.tag in ("nav", "footer", "aside", "form") or AROUND_RE.search(
            f"{up.get('class') or ''} {up.get('id') or ''}"[:300]
        ):
            return False
    return True


def _figure(
    medium: Element, place: Element, captions: dict[Element, Leaf], others: set[Element], needed: set[Element]
) -> Element:
    """A `<figure>` with `medium` and its caption, put where the outermost element of its own stood."""
    wrapper = medium
    for _, up in zip(range(_MAX_CLIMB), medium.iterancestors(), strict=False):
        if (
            up is place
            or up in needed
            or up in others
            or sum(1 for _ in up.iter("img", "iframe", "video", "audio")) > 1
        ):
            break
        if any(one in others for one in up.iter()):
            break
        wrapper = up
    lines = list(dict.fromkeys(captions[one].text for one in wrapper.iter() if one in captions))
    lines = [line for line in lines if not any(line != other and line in other for other in lines)]
    figure = html.Element("figure")
    parent = wrapper.getparent()
    if parent is None:
        return wrapper
    parent.replace(wrapper, figure)
    medium.tail = None
    figure.append(medium)
    if lines:
        caption = etree.SubElement(figure, "figcaption")
        caption.text = " ".join(lines)[:_MAX_CAPTION]
    return figure


def _prune(place: Element, texts: set[Element], needed: set[Element], figures: set[Element]) -> None:
    todo = [place]
    while todo:
        element = todo.pop()
        if element in texts or (element.tag == "figure" and element in figures):
            continue
        element.text = None
        for child in list(element):
            if child in needed:
                child.tail = None
                todo.append(child)
            else:
                element.remove(child)


def _serialised(place: Element) -> str:
    if place.tag in _PLAIN or place.tag not in BLOCKS:
        place.tag = "div"
    for element in place.iter():
        language = element.get("class") if element.tag in ("pre", "code") else None
        for name in list(element.attrib):
            if name not in _KEPT_ATTRIBUTES:
                del element.attrib[name]
        if language:
            element.set("class", language[:100])
    place.tail = None
    return etree.tostring(place, encoding="unicode", method="html")


def preformatted(text: str) -> str:
    """Plain text as HTML that keeps its lines."""
    return f"<pre>{escape(text)}</pre>"
