"""What a change makes of very many entries, as the few groups that they are: values before and after it, and ids."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat
from operator import itemgetter
from typing import Any, Final, NamedTuple

from newsreader.store.chains import Parts, Value
from newsreader.store.flags import MANY, short_ids
from newsreader.store.runs import lengthen, slices

Changed = tuple[int, Value, Value]
"""An entry with its value before and after a change."""

_ALL_KINDS_OF_NONE: Final = 4
"""Groups of entries with values of their own: there was none before, there is none after, both, neither."""


class Group(NamedTuple):
    """Entries with their value before a change and after it: one for all of them, or a list of each one's own."""

    before: Value | list[Value]
    after: Value | list[Value]
    ids: "array[int]"

    def turned(self) -> "Group":
        """The change that takes this one back."""
        return Group(self.after, self.before, self.ids)

    def rows(self) -> Iterator[Changed]:
        """Entry by entry."""
        return zip(self.ids, _each(self.before), _each(self.after), strict=False)

    def changing(self) -> "Group":
        """What of it changes anything."""
        if not (isinstance(self.before, list) and isinstance(self.after, list)):
            return self if self.before != self.after else Group(self.before, self.after, array("q"))
        rows = [row for row in self.rows() if row[1] != row[2]]
        return Group([row[1] for row in rows], [row[2] for row in rows], array("q", map(itemgetter(0), rows)))


def _each(value: Value | list[Value]) -> Iterable[Value]:
    return value if isinstance(value, list) else repeat(value)


def grouped(changed: Iterable[Changed], *, own: bool) -> list[Group]:
    """Entries with their values in groups of the same ones; `own`: each has one of its own, and they go by id."""
    if not own:
        alike: dict[tuple[Value, Value], array[int]] = defaultdict(lambda: array("q"))
        for one, before, after in changed:
            alike[before, after].append(one)
        return [Group(*values, ids) for values, ids in alike.items()]
    apart: dict[tuple[bool, bool], list[Changed]] = defaultdict(list)
    for row in sorted(changed, key=itemgetter(0)):
        apart[row[1] is None, row[2] is None].append(row)
    return [
        Group(
            None if none_before else [row[1] for row in rows],
            None if none_after else [row[2] for row in rows],
            array("q", map(itemgetter(0), rows)),
        )
        for (none_before, none_after), rows in apart.items()
    ]


def placed(ids: Sequence[int], runs: Iterable[tuple[int, int]], last: int) -> Group:
    """Different entries, none of which has a place, get those after `last`, in their order; `runs` is what they are."""
    places, by_id, own = array("q", bytes(8 * (max(ids) + 1))), array("q"), list[Value]()
    for place, one in enumerate(ids, last + 1):
        places[one] = place
    for run in runs:
        for some in slices(*run):
            by_id.extend(some)
            own.extend(places[some.start : some.stop])
    return Group(None, own, by_id)


def parts_of(groups: Iterable[Group]) -> Parts:
    """The same entry by entry."""
    return {one: (before, after) for group in groups for one, before, after in group.rows()}


def all_ids(groups: Sequence[Group]) -> Sequence[int]:
    """Every entry of them."""
    if len(groups) == 1 and len(groups[0].ids) >= MANY:
        return groups[0].ids
    ids = list(chain.from_iterable(group.ids for group in groups))
    return array("q", ids) if len(ids) >= MANY else ids


def packed(groups: Iterable[Group]) -> list[list[object]]:
    """Groups as the journal keeps them."""
    return [[group.before, group.after, list(short_ids(group.ids))] for group in groups if group.ids]


def unpacked(kept: Sequence[Sequence[Any]], *, own: bool) -> list[Group]:
    """What `packed` made; `own` as for `grouped`."""
    groups = [Group(before, after, lengthen(array("q", ids))) for before, after, ids in kept]
    if own and len(groups) > _ALL_KINDS_OF_NONE:  # once there was one for each value, and each is asked for by itself
        return grouped(chain.from_iterable(map(Group.rows, groups)), own=True)
    return groups
