"""Copies of an article go with it: what is read in one place is read everywhere, what is put away is put away."""

from collections.abc import Sequence

from newsreader.store import Store


def with_all_copies(store: Store, entry_id: int) -> Sequence[int]:
    """An entry, then what it is folded under and what is folded beside it or under it, whatever list it stands in."""
    kept = store.copies.kept_of(entry_id)
    if kept is None:
        return store.copies.and_folded([entry_id])
    return [entry_id, *(one for one in store.copies.and_folded([kept]) if one != entry_id)]


def and_copies(number: int) -> str:
    """How a sentence about one article goes on where so many copies went with it; "" for none."""
    return f" and {number:,} {'copy' if number == 1 else 'copies'}" if number > 0 else ""
