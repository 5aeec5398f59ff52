"""Undoing a change in the middle of others: what came after it stays, and is told what it now comes after.

Each change has, for each of its entries, the value before it and the value after it. Where a later change of the same
values is in force, that one decides what the entry's value is; if the earlier one is undone, the later one is left with
the earlier one's value before it. So all changes undone, in whatever order, give what was there before all of them.
"""

from collections.abc import Callable, Iterable

Value = int | str | None
Parts = dict[int, tuple[Value, Value]]
"""By entry: its value before a change and after it; the same twice where the change has come to nothing for it."""


def hand_on(
    parts: Parts, later: Iterable[tuple[int, Parts]], same: Callable[[Value, Value], bool], *, back: bool
) -> tuple[Parts, Parts, dict[int, Parts]]:
    """Undo (`back`) or make again what a change did to entries that later ones have changed, too.

    Args:
        parts: The change's.
        later: The changes in force after it by their ids, the oldest first; theirs are altered.
        same: Whether two values are alike.
        back: Whether it is undone.

    Returns:
        What of `parts` no later change is about; what was handed on to one; and what these have become, by id. What is
        in neither of the first two was changed otherwise between the two changes: this one has no part in it any more.
    """
    rest, handed = dict(parts), Parts()
    altered: dict[int, Parts] = {}
    for change_id, others in later:
        for one in rest.keys() & others.keys():
            before, after = rest.pop(one)
            old, new = (after, before) if back else (before, after)
            if same(others[one][0], old):
                others[one] = new, others[one][1]
                altered[change_id] = others
                handed[one] = before, after
    return rest, handed, altered
