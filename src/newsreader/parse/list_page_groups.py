"""Which links of a page are its list: groups of links that look alike, and how much each looks like a list of news."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from newsreader.parse.html_attributes import word_set
from newsreader.parse.list_page_details import read_item_date, read_teaser
from newsreader.parse.list_page_headlines import drop_labels, is_in_sentence, read_headline
from newsreader.parse.list_page_items import Item, cut_items
from newsreader.parse.list_page_links import PageLink
from newsreader.parse.list_page_tree import ASIDE, CHROME, MAIN, PageTree
from newsreader.parse.list_page_words import OTHERS, is_button, width

_TRIED: Final = 18
"""Groups that are looked at closely."""
_SAMPLE: Final = 40
"""Items of a group that are looked at for its score."""
_MOST: Final = 400
"""Links of a group that are looked at."""
_FEWEST: Final = 2
_LIST: Final = 3
_DEEP: Final = 15
_COLUMNS: Final = 12
_CONTAINERS: Final = 250
_PLACES: Final = 12
"""Places of a page in which links that look alike are kept apart."""

_HEADLINE: Final = 15
_UNSTABLE: Final = word_set(
    "odd even first last active current item1 item2 alt featured sticky hidden visible show open selected new hot is"
    " has left right one two three big small large lead main top"
)
_CLASS: Final = re.compile(r"[\s]+")
_DIGIT: Final = re.compile(r"\d")
_PER_POST: Final = re.compile(
    r"^(?:category|tag|post|status|format|type|has|is|wow|fade|animate|aos|delay|author|js)[-_]|^(?:wow|hentry)$"
)


@dataclass(slots=True)
class Group:
    """Links that look alike, as items, with what they have in common (shares from 0 to 1)."""

    items: list[Item]
    flags: int
    score: float = 0.0
    dates: float = 0.0
    headings: float = 0.0
    teasers: float = 0.0
    title_width: float = 0.0


def find_groups(tree: PageTree, links: Sequence[PageLink], *, now: int) -> list[Group]:
    """The groups of links that may be the list, best first, each with its headlines read."""
    classes: dict[int, str] = {}
    by_key: dict[tuple[int, tuple[str, ...]], list[PageLink]] = {}
    for link in links:
        flags = tree.flags[link.element] & (CHROME | ASIDE)
        for key in (near_key(tree, link, classes), _tags_key(tree, link)):
            by_key.setdefault((flags, key), []).append(link)
    ranked = sorted(by_key.items(), key=lambda pair: _rough_score(tree, pair[1], pair[0][0]), reverse=True)
    seen: set[tuple[int, ...]] = set()
    groups: list[Group] = []
    for (flags, _key), members in ranked:
        identity = tuple(link.element for link in members[:_SAMPLE])
        if identity in seen or len({link.url for link in members}) < _FEWEST:
            continue
        seen.add(identity)
        groups.extend(_split(tree, members, flags))
        if len(seen) >= _TRIED:
            break
    for group in groups:
        _judge(tree, group, now)
    groups = [group for group in groups if group.items]
    _favour_first(tree, groups)
    return sorted(groups, key=lambda group: group.score, reverse=True)


def near_key(tree: PageTree, link: PageLink, classes: dict[int, str] | None = None) -> tuple[str, ...]:
    """What a link looks like: its tag and classes, and those of the two elements around it."""
    found = []
    element = link.element
    known = classes if classes is not None else {}
    for _ in range(3):
        if element < 0 or tree.tags[element] == "body":
            break
        name = known.get(element)
        if name is None:
            name = known[element] = f"{_tag(tree, element)}.{stable_classes(tree.elements[element].get('class'))}"
        found.append(name)
        element = tree.parents[element]
    return tuple(found)


def _tags_key(tree: PageTree, link: PageLink) -> tuple[str, ...]:
    """Where a link is, in tags alone: for lists in which each item has classes of its own."""
    found = ["/"]
    element = link.element
    while element >= 0 and tree.tags[element] != "body" and len(found) < _DEEP:
        found.append(_tag(tree, element))
        element = tree.parents[element]
    return tuple(found)


def _tag(tree: PageTree, element: int) -> str:
    """The tag of an element, with its column for a cell: what a table says of an article stands in different ones."""
    if tree.tags[element] != "td":
        return tree.tags[element]
    column = 0
    for _ in tree.elements[element].itersiblings(preceding=True):
        column += 1
        if column == _COLUMNS:
            break
    return f"td{column}"


def stable_classes(names: str | None, *, numbers: bool = False) -> str:
    """The classes that all items of a list share, as far as their names tell; with `numbers`, "col-8" is one too."""
    if not names:
        return ""
    kept = [
        name
        for name in _CLASS.split(names.strip())[:12]
        if name.lower() not in _UNSTABLE and (numbers or not _DIGIT.search(name)) and not _PER_POST.match(name)
    ]
    return ".".join(sorted(kept))


def _rough_score(tree: PageTree, links: list[PageLink], flags: int) -> float:
    sample = links[:_SAMPLE]
    widths = [
        min(60, sum(len(piece[0]) for piece in tree.pieces[start : min(tree.piece_ends[link.element], start + 20)]))
        for link in sample
        if (start := tree.piece_starts[link.element]) >= 0
    ]
    score = min(len(links), 40) * (8 + float(median(widths)))
    return score * (0.1 if flags & CHROME else 0.4 if flags & ASIDE else 1.0)


def _split(tree: PageTree, links: list[PageLink], flags: int) -> list[Group]:
    """Groups of what stands side by side or in sections of one kind; what is under "Popular" is marked so."""
    containers: dict[int, list[Item]] = {}
    for item in cut_items(tree, links[:_MOST]):
        containers.setdefault(tree.parents[item.box], []).append(item)
    if len(containers) > _CONTAINERS:
        return [Group([item for part in containers.values() for item in part], flags)]
    places: list[tuple[int, Group]] = []
    for container, part in containers.items():
        part_flags = flags | ASIDE if _is_other(tree, part) else flags
        for first, group in places[:_PLACES]:
            if group.flags == part_flags and _same_place(tree, first, container):
                group.items.extend(part)
                break
        else:
            places.append((container, Group(part, part_flags)))
    return [group for _, group in places[:_PLACES]]


def _same_place(tree: PageTree, one: int, other: int) -> bool:
    """Whether two containers stand side by side, or in sections that are written alike."""
    shared = tree.common(min(one, other), max(one, other))
    ways = [_way(tree, container, shared) for container in (one, other)]
    return max(map(len, ways)) <= 1 or ways[0] == ways[1]


def _way(tree: PageTree, element: int, up: int) -> list[str]:
    """The tags and classes from an element to before the one that holds it."""
    found: list[str] = []
    while element > up and len(found) < _DEEP:
        found.append(f"{tree.tags[element]} {stable_classes(tree.elements[element].get('class'), numbers=True)}")
        element = tree.parents[element]
    return found


def _is_other(tree: PageTree, items: list[Item]) -> bool:
    """Whether the heading over these items says that they are not the list."""
    start = tree.piece_starts[items[0].box]
    for text, element, _line in tree.pieces[max(0, start - 2) : start]:
        names = {tree.tags[element], tree.tags[max(0, tree.parents[element])]}
        if len(text.strip()) <= 40 and OTHERS.search(text) and names.isdisjoint(("h1", "a", "li", "button", "label")):
            return True
    return False


def _judge(tree: PageTree, group: Group, now: int) -> None:
    """Read the headlines of a group, leave out what has none, and set its score."""
    merged: dict[str, Item] = {}
    for item in group.items:
        read_headline(tree, item)
        known = merged.get(item.url)
        if known is None or (width(item.title) > width(known.title) and not known.has_heading):
            merged[item.url] = item
    group.items = [
        item
        for item in merged.values()
        if item.title and not is_button(item.title) and not is_in_sentence(tree, item.links[0])
    ]
    drop_labels(tree, group.items)
    _drop_misfits(tree, group, now)
    items = group.items[:_SAMPLE]
    if len(group.items) < _FEWEST:
        group.items = []
        return
    count = len(items)
    dated = [read_item_date(tree, item, day_first=True, now=now) is not None for item in items]
    group.dates = sum(dated) / count
    group.headings = sum(item.has_heading for item in items) / count
    group.teasers = sum(bool(read_teaser(tree, item)) for item in items) / count
    group.title_width = float(median(width(item.title) for item in items))
    distinct = len({item.title for item in items}) / count
    local = sum(item.links[0].is_local for item in items) / count
    below = sum(item.links[0].is_below for item in items) / count
    article = sum(item.links[0].is_article_like for item in items) / count
    shapes = Counter(item.links[0].shape for item in items).most_common(1)[0][1] / count
    in_main = bool(tree.flags[items[0].box] & MAIN)
    title = min(1.0, max(0.03, (group.title_width - 9) / 32))
    group.score = (
        min(len(group.items), 60) ** 0.8
        * title
        * distinct**2
        * (1 + 1.6 * group.dates)
        * (1 + 0.7 * group.headings)
        * (1 + 0.6 * group.teasers)
        * (0.6 + 0.4 * local)
        * (1 + 0.4 * below)
        * (0.7 + 0.5 * article)
        * (0.7 + 0.3 * shapes)
        * (0.5 if _precedes_title(tree, items) else 1.0)
        * (1.25 if in_main else 1.0)
        * (0.05 if group.flags & CHROME else 0.25 if group.flags & ASIDE else 1.0)
    )


def _precedes_title(tree: PageTree, items: Sequence[Item]) -> bool:
    """Whether the items begin before the title of the page, as menus do."""
    titles = [heading for heading in tree.headings if tree.tags[heading] == "h1"]
    return len(titles) == 1 and items[-1].links[0].element < titles[0]


def _favour_first(tree: PageTree, groups: list[Group]) -> None:
    """Favour what comes first under the title of the page."""
    titles = [heading for heading in tree.headings if tree.tags[heading] == "h1"]
    after = [
        group
        for group in groups
        if not group.flags and len(group.items) >= _LIST and group.title_width >= _HEADLINE
        if len(titles) == 1 and group.items[0].links[0].element > titles[0]
    ]
    first = min((group.items[0].links[0].element for group in after), default=-1)
    for group in after:
        if tree.inside(group.items[0].links[0].element, tree.parents[first]) or group.items[0].box <= first:
            group.score *= 1.35


def _drop_misfits(tree: PageTree, group: Group, now: int) -> None:
    """Leave out links that only stand where the list does: short ones without a date among long ones with dates."""
    if len(group.items) < 4:
        return
    middle = float(median(width(item.title) for item in group.items))
    short = [item for item in group.items if width(item.title) < middle * 0.3 and not item.has_heading]
    if not short or len(short) * 3 > len(group.items):
        return
    undated = {id(item) for item in short if read_item_date(tree, item, day_first=True, now=now) is None}
    group.items = [item for item in group.items if id(item) not in undated]
