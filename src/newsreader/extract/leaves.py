"""The blocks of text of a page, in order: what is chosen from."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from newsreader.extract.boilerplate import AROUND_RE, CAPTION_RE, META_RE
from newsreader.extract.tree import HEADINGS, Element, blockish
from newsreader.extract.words import word_set

_WORD_RE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
_WIDE_RE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SENTENCE_END: Final = (".", "!", "?", "…", "。", "！", "？", '."', ".”", ".»", "”", "؟", "۔", ":", "।")
_NEGATIVE_TAGS: Final = word_set("nav footer aside form menu dialog")
_MAX_NAME: Final = 300
_MAX_LEAVES: Final = 12_000
_MOST: Final = 0.4
"""The share of a page's paragraphs from which on it is no surroundings, whatever its name: `class="post tag-news"`."""


@dataclass(slots=True, eq=False)
class Leaf:
    """A block of text; a table of data is one block.

    `links`: the share of its characters that are links' texts. `around`: it is in something that stands beside
    articles. `meta`: its name says date, author, headline. `caption`: it belongs to a picture. `is_prose`: it reads
    like a paragraph of an article.
    """

    element: Element
    text: str
    words: tuple[str, ...]
    links: float
    around: bool
    meta: bool
    caption: bool
    is_prose: bool

    @property
    def is_heading(self) -> bool:
        return self.element.tag in HEADINGS


def words_of(text: str) -> tuple[str, ...]:
    """The words of `text` to compare by, a Chinese or Japanese character each one of its own."""
    return tuple(_WORD_RE.findall(text.casefold()))


def leaves_of(tree: Element) -> list[Leaf]:
    """The leaves of a tree whose text has been wrapped."""
    blocks = blockish(tree)
    found: list[Leaf] = []
    prose = _prose_sizes(tree)
    most = _MOST * prose[tree]
    todo: list[tuple[Element, bool, bool, bool]] = [(tree, False, False, False)]
    while todo:
        element, around, meta, caption = todo.pop()
        if element.tag not in ("html", "body", "main"):
            name = f"{element.get('class') or ''} {element.get('id') or ''}"[:_MAX_NAME]
            around = around or (
                (element.tag in _NEGATIVE_TAGS or AROUND_RE.search(name) is not None)
                and (prose[element] < most or not most)
            )
            meta = META_RE.search(name) is not None or (meta and element.tag not in ("p", "div", "section"))
            caption = (
                caption
                or element.tag == "figcaption"
                or (CAPTION_RE.search(name) is not None and (prose[element] < most or not most))
            )
        inner = [child for child in element if child in blocks]
        if inner and not (element.tag == "table" and is_data_table(element)):
            todo.extend((child, around, meta, caption) for child in reversed(inner))
        elif len(found) >= _MAX_LEAVES:
            break
        elif text := _text(element.itertext(), " " if element.tag == "table" else ""):
            words = words_of(text)
            if words:
                links = _link_share(element, text)
                found.append(Leaf(element, text, words, links, around, meta, caption, _is_prose(text, links)))
    return found


def _prose_sizes(tree: Element) -> Counter[Element]:
    """How many characters of long paragraphs each element holds."""
    near: Counter[Element] = Counter()
    for paragraph in tree.iter("p"):
        size = sum(map(len, paragraph.itertext()))
        if size >= 80 or (size >= 30 and sum(len(word) for word in paragraph.itertext() if not word.isascii()) >= 30):
            near[paragraph] += size
    return all_sizes(near)


def near_sizes(leaves: Iterable[Leaf]) -> Counter[Element]:
    """How many characters of `leaves` each parent of some of them holds as its own children."""
    near: Counter[Element] = Counter()
    for leaf in leaves:
        if (parent := leaf.element.getparent()) is not None:
            near[parent] += len(leaf.text)
    return near


def all_sizes(near: Counter[Element]) -> Counter[Element]:
    """`near` summed up over each element and all that is in it."""
    sizes = Counter(near)
    for parent, size in near.items():
        for up in parent.iterancestors():
            sizes[up] += size
    return sizes


def _text(pieces: Iterable[str], between: str = "") -> str:
    return " ".join(between.join(pieces).split())


def _link_share(element: Element, text: str) -> float:
    linked = sum(len(_text(link.itertext())) for link in element.iter("a"))
    return min(1.0, linked / len(text))


def _is_prose(text: str, links: float) -> bool:
    if links >= 0.4:
        return False
    size = len(text) if text.isascii() else len(text) + len(_WIDE_RE.findall(text))
    return size >= 80 or (size >= 30 and text.endswith(_SENTENCE_END))


def is_data_table(table: Element) -> bool:
    """Whether a table holds data; else it lays a page out."""
    if table.find(".//table") is not None:
        return False
    cells = list(table.iter("td", "th"))
    rows = sum(1 for _ in table.iter("tr"))
    if rows < 2 or len(cells) < 4 or len(cells) < 1.5 * rows:
        return False
    return all(len(cell.text or "") < 600 and sum(1 for _ in cell.iter("p", "div")) < 8 for cell in cells[:2000])
