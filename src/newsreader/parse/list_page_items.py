"""What belongs to a link of a list: its box, or the stretch of the page up to the next one."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from newsreader.parse.list_page_links import PageLink
from newsreader.parse.list_page_tree import PageTree
from newsreader.parse.page_dates import find_page_date

_CLIMB: Final = 40
"""Levels that a box may reach above its link."""

_NEAR: Final = 3
"""Levels between links of one item that lead to the same place."""


@dataclass(slots=True)
class Stretch:
    """A part of the page: elements from `first` to before `end`, pieces of text from `start` to before `stop`."""

    first: int
    end: int
    start: int
    stop: int


@dataclass(slots=True)
class Item:
    """One link of a list with what belongs to it. `links` all lead to the same URL; `box` is an element's number."""

    links: list[PageLink]
    box: int
    stretches: list[Stretch] = field(default_factory=list)
    title: str = ""
    has_heading: bool = False
    title_range: tuple[int, int] = (0, 0)
    """The pieces in which the headline stands."""
    title_lines: set[int] = field(default_factory=set)
    """The numbers of their lines."""

    @property
    def url(self) -> str:
        return self.links[0].url


def cut_items(tree: PageTree, links: Sequence[PageLink]) -> list[Item]:
    """One item per run of links with the same URL, in document order, each with all that belongs to it alone."""
    runs: list[list[PageLink]] = []
    for link in links:
        if runs and runs[-1][0].url == link.url and _are_near(tree, runs, link):
            runs[-1].append(link)
        else:
            runs.append([link])
    items = []
    for place, run in enumerate(runs):
        before = runs[place - 1][-1].element if place else -1
        after = runs[place + 1][0].element if place + 1 < len(runs) else -1
        box = _box(tree, run[0].element, before, after)
        items.append(Item(run, box, [_whole(tree, box)]))
    _add_gaps(tree, items)
    return items


def _are_near(tree: PageTree, runs: list[list[PageLink]], link: PageLink) -> bool:
    """Whether a link belongs to the same item as the last run, and not to a box elsewhere that begins with its URL."""
    shared = tree.common(runs[-1][0].element, link.element)
    if len(runs) < 2 or not tree.inside(runs[-2][-1].element, shared):
        return True
    element, levels = link.element, 0
    while element > shared:
        element, levels = tree.parents[element], levels + 1
    return levels <= _NEAR


def _box(tree: PageTree, element: int, before: int, after: int) -> int:
    """The largest element around `element` that holds neither of its neighbours."""
    box = element
    for _ in range(_CLIMB):
        parent = tree.parents[box]
        if parent < 0 or tree.tags[parent] in ("body", "html", "main"):
            break
        if parent <= before or parent <= after < tree.ends[parent]:
            break
        box = parent
    return box


def _whole(tree: PageTree, box: int) -> Stretch:
    return Stretch(box, tree.ends[box], tree.piece_starts[box], tree.piece_ends[box])


def _add_gaps(tree: PageTree, items: list[Item]) -> None:
    """In a list without boxes (`<h3>`, `<p>`, `<h3>`, `<p>` …), give each link the stretch after it, or before it."""
    place = 0
    while place < len(items):
        parent = tree.parents[items[place].box]
        last = place
        while last + 1 < len(items) and tree.parents[items[last + 1].box] == parent:
            last += 1
        if last > place and parent >= 0:
            _add_gaps_between(tree, items[place : last + 1], parent)
        place = last + 1


def _add_gaps_between(tree: PageTree, items: list[Item], parent: int) -> None:
    gaps = [
        Stretch(tree.ends[item.box], following.box, tree.piece_ends[item.box], tree.piece_starts[following.box])
        for item, following in itertools.pairwise(items)
    ]
    filled = [gap.stop - gap.start for gap in gaps if gap.stop > gap.start]
    if len(filled) * 2 < len(gaps):
        return
    usual = sorted(filled)[len(filled) // 2]
    first, last = items[0].box, items[-1].box
    start = max(tree.piece_starts[parent], tree.piece_starts[first] - usual)
    stop = min(tree.piece_ends[parent], tree.piece_ends[last] + usual)
    front = Stretch(first, first, start, tree.piece_starts[first])
    back = Stretch(tree.ends[last], tree.ends[parent], tree.piece_ends[last], stop)
    back.end = tree.pieces[stop - 1][1] + 1 if stop > back.start else back.first
    if _has_date(tree, front) and not _has_date(tree, back):
        front.first = tree.pieces[start][1] if front.stop > start else first
        for item, gap in zip(items, [front, *gaps], strict=True):
            item.stretches.insert(0, gap)
    else:
        for item, gap in zip(items, [*gaps, back], strict=True):
            item.stretches.append(gap)


def _has_date(tree: PageTree, stretch: Stretch) -> bool:
    return any(
        find_page_date(text, day_first=True, now=2**32) is not None
        for start, stop in tree.lines(stretch.start, stretch.stop)
        if len(text := tree.joined(start, stop)) <= 60
    )
