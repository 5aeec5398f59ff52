"""A web page as flat lists, in document order: elements, pieces of text, and what part of the page they are in."""

import re
from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from newsreader.core.text import clean_line
from newsreader.parse.html_attributes import word_set

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_ELEMENTS: Final = 30_000
"""Elements of a page that are looked at; the largest list page seen has 9,000."""

MAX_SOURCE: Final = 6_000_000
"""Characters of a page that are read."""

MAX_LINES: Final = 20
"""Lines of an item that are looked at."""

MAX_PIECES: Final = 120
"""Pieces of text of one headline or line that are looked at."""

_FAR: Final = 64
"""Levels of elements that are climbed."""

CHROME: Final = 1
"""Header, menus, breadcrumbs, pagers, footer: the frame that is the same on all pages of a site."""
ASIDE: Final = 2
"""Side columns and boxes of popular, related or other articles."""
MAIN: Final = 4
_SMALL_CHROME: Final = 8
_SMALL: Final = 60
"""Pieces of text that a pager or a row of buttons may have; more is a list in the box of its pager."""


_SKIPPED: Final = word_set("script style svg math select option iframe object canvas audio video head dialog")
_UNSHOWN: Final = word_set("noscript template")
_INLINE: Final = word_set(
    "a abbr acronym b bdi bdo big cite code del dfn em font i img ins kbd label mark q s samp small span strike strong"
    " sub sup time tt u var wbr ruby rb rt rp nobr meta link"
)
_CHROME_WORDS: Final = word_set(
    "nav navbar navigation menu menus submenu megamenu mainmenu topmenu footer login topbar toolbar sitemap tagcloud"
    " dibu copyright friendlink subnav sidenav leftnav"
)
_SMALL_CHROME_WORDS: Final = word_set(
    "breadcrumb breadcrumbs crumbs pagination pager paging pagenav pagenavi paginator social socials share sharing"
    " cookie cookies languages"
)
_ASIDE_WORDS: Final = word_set(
    "aside sidebar sidebars sidebox popular trending related recommended recommendations recommend similar mostread"
    " mostviewed toplist hot hotnews rightbar leftbar rightcol leftcol othernews seealso ranking"
)
_HEADER_CLASSES: Final = word_set(
    "header site-header page-header main-header head top hd masthead siteheader pageheader"
)
_MAIN_IDS: Final = word_set("content main main-content maincontent primary page-content content-main main_content")
_HEADER_TAG_PARENTS: Final = word_set("article li section main")
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(slots=True)
class PageTree:
    """Elements by number, in document order; element `n` holds the elements n to ends[n] - 1.

    `pieces` are (text, element it is directly in, number of its line); element `n` holds the pieces
    piece_starts[n] to piece_ends[n] - 1. A line ends at a block element's border and at `<br>`.
    """

    elements: "list[_Element]" = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    parents: "array[int]" = field(default_factory=lambda: array("l"))
    ends: "array[int]" = field(default_factory=lambda: array("l"))
    piece_starts: "array[int]" = field(default_factory=lambda: array("l"))
    piece_ends: "array[int]" = field(default_factory=lambda: array("l"))
    flags: "array[int]" = field(default_factory=lambda: array("l"))
    pieces: list[tuple[str, int, int]] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    dated: list[int] = field(default_factory=list)
    """Elements with an attribute that tells a date to machines."""
    is_cut: bool = False
    has_hidden: bool = False
    """Whether something was left out because it is not shown."""

    def text(self, element: int) -> str:
        """All text within an element, as one clean line."""
        return self.joined(self.piece_starts[element], self.piece_ends[element])

    def joined(self, start: int, end: int) -> str:
        """The first pieces from `start` to `end` as one clean line, with a space where a line or an element ends."""
        return clean_line(" ".join(piece[0] for piece in self.pieces[start : min(end, start + MAX_PIECES)]))

    def inside(self, element: int, outer: int) -> bool:
        return outer <= element < self.ends[outer]

    def common(self, one: int, other: int) -> int:
        """The smallest element that holds both, where `one` comes first; the root where that is far above."""
        for _ in range(_FAR):
            if one <= 0 or self.inside(other, one):
                return one
            one = self.parents[one]
        return 0

    def lines(self, start: int, end: int) -> list[tuple[int, int]]:
        """The ranges of pieces that make up each of the first lines between two pieces."""
        found: list[tuple[int, int]] = []
        begin = start
        end = min(end, start + MAX_PIECES * 4)
        for place in range(start + 1, end + 1):
            if len(found) >= MAX_LINES:
                return found
            if place == end or self.pieces[place][2] != self.pieces[begin][2]:
                found.append((begin, place))
                begin = place
        return found if start < end else []


def parse_page(source: str) -> "_Element | None":
    """The root element of a page; None where it holds none."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    data = source[:MAX_SOURCE].encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser) if data.strip() else None
    except etree.XMLSyntaxError:
        return None
    return root


def read_tree(root: "_Element", *, hidden: bool = False) -> PageTree:
    """The page below `root`, without scripts and form controls, and unless `hidden` without what is not shown."""
    from lxml import etree

    tree = PageTree()
    skipped = _SKIPPED if hidden else _SKIPPED | _UNSHOWN
    own: list[int] = []
    stack: list[int] = []
    line = 0
    skipping: _Element | None = None
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = str(element.tag)
        if event == "start":
            if skipping is not None:
                continue
            if tag in skipped or (not hidden and _is_hidden(element)) or len(tree.tags) >= MAX_ELEMENTS:
                tree.is_cut = tree.is_cut or len(tree.tags) >= MAX_ELEMENTS
                tree.has_hidden = tree.has_hidden or tag not in _SKIPPED
                skipping = element
                walk.skip_subtree()
                continue
            number = len(tree.tags)
            if tag not in _INLINE:
                line += 1
            tree.tags.append(tag)
            tree.elements.append(element)
            tree.parents.append(stack[-1] if stack else -1)
            tree.ends.append(0)
            tree.piece_starts.append(len(tree.pieces))
            tree.piece_ends.append(0)
            own.append(_flag(element, tag))
            stack.append(number)
            _note(tree, number, tag, element)
            if element.text and not element.text.isspace():
                tree.pieces.append((element.text, number, line))
            continue
        if skipping is not None:
            if element is not skipping:
                continue
            skipping = None
        else:
            number = stack.pop()
            tree.ends[number] = len(tree.tags)
            tree.piece_ends[number] = len(tree.pieces)
            if tag not in _INLINE:
                line += 1
        if stack and element.tail and not element.tail.isspace():
            tree.pieces.append((element.tail, stack[-1], line))
    _spread_flags(tree, own)
    return tree


def _note(tree: PageTree, number: int, tag: str, element: "_Element") -> None:
    if tag == "a" and element.get("href"):
        tree.links.append(number)
    elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
        tree.headings.append(number)
    elif tag == "time" or element.get("datetime") or element.get("itemprop") in ("datePublished", "dateCreated"):
        tree.dated.append(number)


def _is_hidden(element: "_Element") -> bool:
    style = element.get("style")
    return bool((style and _HIDDEN.search(style)) or element.get("hidden") is not None)


def class_words(element: "_Element") -> set[str]:
    """The words in the class and id of an element, in lower case: "newsList__item" has news, list and item."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return {word.lower() for word in _WORD.findall(names[:400])} if names != " " else set()


def _flag(element: "_Element", tag: str) -> int:
    """What part of the page an element says it is: CHROME, ASIDE, MAIN or 0."""
    if tag in ("html", "body"):
        return 0
    role = element.get("role")
    if tag in ("nav", "footer") or role in ("navigation", "contentinfo", "banner", "menu", "menubar"):
        return CHROME
    if tag == "aside" or role == "complementary":
        return ASIDE
    if tag == "main" or role == "main":
        return MAIN
    names = element.get("class"), element.get("id")
    if names == (None, None):
        return CHROME if tag == "header" else 0
    if names[1] and names[1].lower() in _MAIN_IDS:
        return MAIN
    words = class_words(element)
    if words & _CHROME_WORDS:
        return CHROME
    if words & _SMALL_CHROME_WORDS:
        return _SMALL_CHROME
    if words & _ASIDE_WORDS or {"most", "read"} <= words or {"other", "news"} <= words:
        return ASIDE
    whole = f"{names[0] or ''} {names[1] or ''}".lower().split()
    return CHROME if tag == "header" or not _HEADER_CLASSES.isdisjoint(whole) else 0


def _spread_flags(tree: PageTree, own: list[int]) -> None:
    """Give elements the flags of what they are in; a frame around the main part of the page is none."""
    total = len(tree.pieces)
    mains = [number for number, flag in enumerate(own) if flag == MAIN]
    titles = [number for number in tree.headings if tree.tags[number] == "h1"]
    for number, parent in enumerate(tree.parents):
        flag = own[number]
        share = tree.piece_ends[number] - tree.piece_starts[number]
        if flag == _SMALL_CHROME:
            flag = CHROME if share <= _SMALL else 0
        if flag in (CHROME, ASIDE):
            titled = any(tree.inside(place, number) for place in titles[:3])
            large = share * 10 > total * 6 and tree.tags[number] not in ("nav", "footer", "aside")
            in_article = parent >= 0 and tree.tags[parent] in _HEADER_TAG_PARENTS and tree.tags[number] == "header"
            frame = (large and (titled or not titles)) if flag == CHROME else (large or titled)
            if in_article or frame or any(tree.inside(place, number) for place in mains):
                flag = 0
        tree.flags.append(flag | (tree.flags[parent] if parent >= 0 else 0))
