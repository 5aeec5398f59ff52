"""Copies of an article: folded under it in lists, and with it in what is done.

What is read in one place is read everywhere, what is put away is put away.
"""

from collections.abc import Sequence
from typing import Final

from newsreader.core.counting import counted
from newsreader.library.headlines import HeadlineList
from newsreader.store import Store

_FEW: Final = 50
"""More copies than so many are of more than one article."""

_NEAR: Final = 20_000
"""Rows above and below an article among which its copies are looked for, as some may have rows of their own."""


def with_all_copies(store: Store, entry_id: int) -> Sequence[int]:
    """An entry, then what it is folded under and what is folded beside it or under it, whatever list it stands in."""
    kept = store.copies.kept_of(entry_id)
    if kept is None:
        return store.copies.and_folded([entry_id])
    return [entry_id, *(one for one in store.copies.and_folded([kept]) if one != entry_id)]


def is_one_article(store: Store, ids: Sequence[int]) -> bool:
    """Whether these entries are one, or one and copies of it: a key for one headline changed them."""
    return len(ids) == 1 or (0 < len(ids) <= _FEW and len(set(ids) - store.copies.known(ids)) <= 1)


def and_copies(number: int) -> str:
    """How a sentence about one article goes on where so many copies went with it; "" for none."""
    return f" and {counted(number, 'copy')}" if number > 0 else ""


def unfold(headlines: HeadlineList, store: Store, kept: int) -> int:
    """Let the copies that are folded under a listed entry stand below it as rows.

    Returns:
        How many rows that adds; 0 where it is not listed, or nothing is folded under it.

    Raises:
        StoreError: The store cannot be read.
    """
    folded = store.copies.folded(kept)
    index = headlines.index_of(kept) if folded else None
    if index is None:
        return 0
    if index >= len(headlines.come):
        headlines.whole_list()
    near = set(headlines.come[max(index - _NEAR, 0) : index + _NEAR])
    copies = [one for one in folded if one not in near]
    headlines.put_in(index + 1, copies)
    headlines.unfolded.update(dict.fromkeys(copies, kept))
    return len(copies)


def fold(headlines: HeadlineList, kept: int) -> int:
    """Fold again what was unfolded below an entry; how many rows that takes away, 0 where nothing was."""
    return len(headlines.take_out({copy for copy, of in headlines.unfolded.items() if of == kept}))


def unfold_to(headlines: HeadlineList, store: Store, entry_id: int) -> int | None:
    """Where an entry stands that is folded in a list, once it is unfolded; None where it is not listed even so.

    Raises:
        StoreError: The store cannot be read.
    """
    kept = store.copies.kept_of(entry_id)
    return headlines.index_of(entry_id) if kept is not None and unfold(headlines, store, kept) else None
