"""Which blocks of a page are its article: the extraction library's choice, mended block by block."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import chain, islice
from typing import Final

from newsreader.extract.boilerplate import is_call, is_date, is_end_matter, is_promo, is_section, is_top_matter
from newsreader.extract.leaves import Leaf, all_sizes, near_sizes, words_of
from newsreader.extract.tree import Element

_SHINGLE: Final = 3
_ENOUGH: Final = 0.75
_LAST: Final = 3
_LABELS: Final = 2
_DOCUMENT_RE: Final = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|csv|zip)(?:$|[?#])", re.IGNORECASE)


class Chosen:
    """The text that an extractor chose, to be asked for each block."""

    def __init__(self, text: str) -> None:
        self._lines = {" ".join(words_of(line)) for line in text.split("\n")}
        words = words_of(text)
        self._all = f" {' '.join(words)} "
        self._shingles = {words[n : n + _SHINGLE] for n in range(len(words) - _SHINGLE + 1)}

    def __contains__(self, leaf: object) -> bool:
        assert isinstance(leaf, Leaf)
        joined = " ".join(leaf.words)
        if joined in self._lines:
            return True
        count = len(leaf.words) - _SHINGLE + 1
        if count < 2:
            return False
        if f" {joined} " in self._all:
            return True
        return sum(leaf.words[n : n + _SHINGLE] in self._shingles for n in range(count)) >= _ENOUGH * count


def choose(leaves: list[Leaf], extracted: str, titles: Iterable[str]) -> list[Leaf]:
    """The leaves that are the article, in order."""
    chosen = Chosen(extracted)
    kept = {index for index, leaf in enumerate(leaves) if leaf in chosen}
    kept = _completed(leaves, kept)
    kept = _in_one_place(leaves, kept, titles)
    return tidied(leaves, _filled(leaves, kept), titles)


def tidied(leaves: list[Leaf], kept: set[int], titles: Iterable[str]) -> list[Leaf]:
    """The leaves numbered in `kept` without repeated titles, captions, notices and what stands at either end."""
    kept = kept - _title_lines(leaves, kept, titles)
    kept = {index for index in kept if not leaves[index].caption}
    around = {index for index in kept if leaves[index].around}
    if 3 * sum(_size(leaves[index]) for index in around) < sum(_size(leaves[index]) for index in kept):
        kept -= around
    kept = _trimmed(leaves, kept)
    return [leaves[index] for index in sorted(kept)]


def _size(leaf: Leaf) -> int:
    return len(leaf.text)


def _completed(leaves: list[Leaf], kept: set[int]) -> set[int]:
    """`kept` and, where it is but part of the best container of prose, all prose in that container."""
    best = best_container(leaves)
    if best is None:
        return kept
    inside = {
        index
        for index, leaf in enumerate(leaves)
        if leaf.is_prose and not leaf.around and _is_within(leaf.element, best)
    }
    total = sum(_size(leaves[index]) for index in inside)
    have = sum(_size(leaves[index]) for index in kept & inside)
    elsewhere = sum(_size(leaves[index]) for index in kept - inside if leaves[index].is_prose)
    if total > 3 * elsewhere and total > 1_500 and have < 0.1 * total:
        return inside  # a comment, say, was taken for the article
    if have >= 0.6 * total or elsewhere > have + 200:
        return kept
    return kept | inside


def best_container(leaves: list[Leaf]) -> Element | None:
    """The element with the most prose near to it: each leaf counts for its parent, half for the next and so on."""
    scores: defaultdict[Element, float] = defaultdict(float)
    prose = [leaf for leaf in leaves if leaf.is_prose and not (leaf.around or leaf.caption)]
    near = near_sizes(prose)
    totals = all_sizes(near)
    for parent, size in near.items():
        weight = 1.0
        for up in islice(chain((parent,), parent.iterancestors()), 4):
            scores[up] += weight * size
            weight /= 2
    if not scores:
        return None
    best = max(scores, key=lambda element: scores[element])
    for up in best.iterancestors():
        if up.tag in ("body", "html"):
            break
        if totals[up] >= 1.25 * totals[best] and scores[up] >= 0.2 * totals[up]:
            best = up
    return best


def _is_within(element: Element, container: Element) -> bool:
    return element is container or any(up is container for up in element.iterancestors())


def _in_one_place(leaves: list[Leaf], kept: set[int], titles: Iterable[str]) -> set[int]:
    """`kept` without what lies outside the element that holds nearly all of it, and without other articles."""
    kept = _of_one_article(leaves, kept, titles)
    total = sum(_size(leaves[index]) for index in kept)
    sizes = all_sizes(near_sizes(leaves[index] for index in kept))
    place = max(
        (element for element, size in sizes.items() if size >= 0.9 * total),
        key=lambda element: sum(1 for _ in element.iterancestors()),
        default=None,
    )
    if place is None:
        return kept
    return {
        index
        for index in kept
        if _is_within(leaves[index].element, place) or (leaves[index].is_prose and not leaves[index].around)
    }


def _of_one_article(leaves: list[Leaf], kept: set[int], titles: Iterable[str]) -> set[int]:
    """Where several `<article>`s were chosen, those blocks that are in the one under the page's own title."""
    wanted = {words_of(title) for title in titles}
    homes: defaultdict[Element | None, set[int]] = defaultdict(set)
    for index in kept:
        homes[next(leaves[index].element.iterancestors("article"), None)].add(index)
    if len(homes) < 2:
        return kept
    for leaf in leaves:
        if leaf.is_heading and leaf.words in wanted:
            home = next(leaf.element.iterancestors("article"), None)
            if home is not None and sum(_size(leaves[index]) for index in homes.get(home, ())) > 300:
                return {index for index in kept if _is_within(leaves[index].element, home)}
    return kept


def _filled(leaves: list[Leaf], kept: set[int]) -> set[int]:
    """`kept` and the headings, paragraphs and list entries that stand among what was kept, of the same make."""
    parents = Counter(_make(leaves[index]) for index in kept)
    order = sorted(kept)
    if not order:
        return kept
    added: set[int] = set()
    last = leaves[order[-1]].element.getparent()
    for index in range(order[0], len(leaves)):
        leaf = leaves[index]
        if index in kept or leaf.around or leaf.meta or leaf.caption:
            continue
        documents = leaf.links > 0 and _leads_to_documents(leaf)
        if index > order[-1] and not (documents and leaf.element.getparent() is last):
            break
        if (leaf.links > 0.5 and not documents) or parents[_make(leaf)] < 2:
            continue
        if not (is_promo(leaf.text) or is_call(leaf.text) or is_section(leaf.text)):
            added.add(index)
    return kept | added


def _make(leaf: Leaf) -> tuple[str, ...]:
    parent = leaf.element.getparent()
    tag = "p" if leaf.is_heading else str(leaf.element.tag)
    return (tag,) if parent is None else (tag, str(parent.tag), parent.get("class") or "")


def _title_lines(leaves: list[Leaf], kept: set[int], titles: Iterable[str]) -> set[int]:
    wanted = [words for title in titles if len(words := words_of(title)) > 1]
    begins = min((index for index in kept if leaves[index].is_prose), default=len(leaves))
    found = set()
    for index in kept:
        leaf = leaves[index]
        is_headline = leaf.element.tag == "h1" and index < begins
        if is_headline or any(_is_same(leaf.words, words) for words in wanted):
            found.add(index)
    return found


def _is_same(words: tuple[str, ...], title: tuple[str, ...]) -> bool:
    if words == title:
        return True
    if len(title) < 4 or not 0.8 <= len(words) / len(title) <= 1.25:
        return False
    common = sum((Counter(words) & Counter(title)).values())
    return common >= 0.85 * max(len(words), len(title))


def _trimmed(leaves: list[Leaf], kept: set[int]) -> set[int]:
    """`kept` without what stands before the first and after the last paragraph, and notices in between."""
    dates = {index for index in kept if leaves[index].element.tag in ("p", "div") and is_date(leaves[index].text)}
    if len(dates) <= _LABELS:  # with more it is a chronicle
        kept -= dates
    order = [index for index in sorted(kept) if not _is_notice(leaves[index])]
    order = _without_other_news(leaves, order)
    while order and _is_top(leaves[order[0]]):
        del order[0]
    last = order[-_LAST:]
    order = order[:-_LAST] + [index for index in last if not is_end_matter(leaves[index].text, leaves[index].links)]
    while order and _is_end(leaves[order[-1]]):
        del order[-1]
    return set(order) - _list_of_links(leaves, order)


def _list_of_links(leaves: list[Leaf], order: list[int]) -> set[int]:
    """The list at the end of `order`, where every entry is a headline that leads to another article."""
    found: set[int] = set()
    for index in reversed(order):
        leaf = leaves[index]
        if leaf.element.tag != "li" or leaf.links < 0.9 or len(leaf.words) < 4:
            break
        found.add(index)
    return found if 2 <= len(found) < len(order) else set()


def _is_notice(leaf: Leaf) -> bool:
    if leaf.element.tag == "table":
        return False
    if leaf.around and (leaf.links > 0.6 or leaf.is_heading):
        return True
    return (
        is_promo(leaf.text) or (is_call(leaf.text) and not _reads_on(leaf)) or (leaf.meta and is_top_matter(leaf.text))
    )


def _reads_on(leaf: Leaf) -> bool:
    return leaf.links < 0.2 and len(leaf.text) > 80 and leaf.is_prose


def _is_top(leaf: Leaf) -> bool:
    if leaf.is_prose and not (leaf.meta and len(leaf.text) < 120):
        return is_date(leaf.text)
    return is_top_matter(leaf.text) or leaf.meta or (leaf.links > 0.8 and len(leaf.text) < 60)


def _is_end(leaf: Leaf) -> bool:
    if leaf.element.tag == "table":
        return False
    if leaf.is_heading or is_section(leaf.text) or is_end_matter(leaf.text, leaf.links):
        return True
    return leaf.links > 0.8 and (leaf.around or leaf.element.tag != "li") and not _leads_to_documents(leaf)


def _leads_to_documents(leaf: Leaf) -> bool:
    """Whether a line of links is what the article is about: its report as a PDF file, say."""
    return any(_DOCUMENT_RE.search(link.get("href") or "") for link in leaf.element.iter("a"))


def _without_other_news(leaves: list[Leaf], order: list[int]) -> list[int]:
    """`order` cut at a line such as "Other news" after which there is little but links."""
    for position, index in enumerate(order):
        if position and is_section(leaves[index].text):
            rest = [leaves[after] for after in order[position + 1 :]]
            size = sum(map(_size, rest))
            linked = sum(leaf.links * _size(leaf) for leaf in rest)
            if size == 0 or linked > 0.5 * size:
                return order[:position]
    return order
