"""The list of a page found without rules."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from newsreader.parse.list_page_details import read_item_date
from newsreader.parse.list_page_groups import Group, find_groups, near_key
from newsreader.parse.list_page_headlines import read_headline
from newsreader.parse.list_page_items import Item, cut_items
from newsreader.parse.list_page_links import PageLink
from newsreader.parse.list_page_tree import ASIDE, CHROME, PageTree
from newsreader.parse.list_page_words import is_button, width

_LEAST_SCORE: Final = 0.6
_MOST: Final = 0.8
_FEW: Final = 0.34
_SMALL: Final = 3


def choose_items(tree: PageTree, links: Sequence[PageLink], *, now: int) -> list[Item]:
    """The items of the list in document order; none where nothing on the page looks like one."""
    groups = find_groups(tree, links, now=now)
    if not groups or groups[0].score < _LEAST_SCORE:
        return []
    best = groups[0]
    items = _main_part(tree, best, now)
    kin = _kin(tree, best, items, links, now)
    items = sorted(items + kin, key=lambda item: item.links[0].element)
    if kin:
        _part(tree, items)
    return items


def _part(tree: PageTree, items: list[Item]) -> None:
    """Give to each item of a list that has grown only what belongs to it alone."""
    parted = cut_items(tree, [link for item in items for link in item.links])
    if [item.url for item in parted] == [item.url for item in items]:
        for item, own in zip(items, parted, strict=True):
            item.box, item.stretches = own.box, own.stretches


def _main_part(tree: PageTree, group: Group, now: int) -> list[Item]:
    """The items of a group without smaller parts that lack the dates which the largest has."""
    parts: dict[int, list[Item]] = {}
    for item in group.items:
        parts.setdefault(tree.parents[item.box], []).append(item)
    largest = max(parts.values(), key=len)
    if len(parts) < 2 or len(largest) < _SMALL or _dated(tree, largest, now) < _MOST:
        return list(group.items)
    kept = {container for container, part in parts.items() if _dated(tree, part, now) >= _FEW}
    return [item for item in group.items if tree.parents[item.box] in kept]


def _dated(tree: PageTree, items: Sequence[Item], now: int) -> float:
    sample = items[:20]
    return sum(read_item_date(tree, item, day_first=True, now=now) is not None for item in sample) / len(sample)


def _kin(tree: PageTree, group: Group, items: list[Item], links: Sequence[PageLink], now: int) -> list[Item]:
    """Items of the same list that look different: a large one at the top, pinned ones, cards of another size."""
    shapes = Counter(item.links[0].shape for item in items)
    shape, count = shapes.most_common(1)[0]
    if count < len(items) * _MOST:
        return []
    first, last = items[0].links[0].element, max(item.links[-1].element for item in items)
    container = tree.common(first, last)
    known = {item.url for item in items}
    frame = CHROME | ASIDE
    looks = {near_key(tree, item.links[0]) for item in items[:5]} if group.dates >= _MOST else set()
    around = tree.parents[container] if container > 0 and tree.tags[container] not in ("body", "main") else container
    rest = [
        link
        for link in links
        if link.shape == shape
        and link.url not in known
        and tree.flags[link.element] & frame == group.flags & frame
        and (tree.inside(link.element, around) or near_key(tree, link) in looks)
    ]
    if not rest or len({link.url for link in rest}) > 2 * len(items):
        return []
    boxed = cut_items(tree, [link for link in links if link.url in known or link in rest])
    found: dict[str, Item] = {}
    for item in boxed:
        if item.url in known or item.url in found:
            continue
        read_headline(tree, item)
        if is_button(item.title) or width(item.title) < group.title_width * 0.4:
            continue
        dated = read_item_date(tree, item, day_first=True, now=now) is not None
        above = item.box < first and (item.has_heading or dated)
        alike = near_key(tree, item.links[0]) in looks
        if (above or alike or tree.inside(item.box, container)) and (dated or group.dates < _MOST):
            found[item.url] = item
    return list(found.values())
