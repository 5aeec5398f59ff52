"""Which articles were marked read as copies of which: what stays unread can tell where else it is."""

import json
from collections.abc import Iterable, Mapping
from typing import Final

from newsreader.library.library import Library
from newsreader.store import Store

MOST: Final = 5_000
"""Copies that are remembered, those found last."""

_KEY: Final = "also_in"

Pair = tuple[int, int]
"""The ids of what stays and of its copy."""


def copies_by_kept(store: Store) -> Mapping[int, tuple[int, ...]]:
    """The ids of the copies by the id of what stays. Raises StoreError where the store cannot be read."""
    found: dict[int, tuple[int, ...]] = {}
    for kept, copy in _pairs(store):
        found[kept] = (*found.get(kept, ()), copy)
    return found


def remember_copies(library: Library, pairs: Iterable[Pair]) -> None:
    """Remember more copies. Raises StoreError where the store cannot be written."""
    known = [*_pairs(library.store), *pairs]
    library.remember(_KEY, json.dumps(known[-MOST:]))


def _pairs(store: Store) -> list[Pair]:
    try:
        return [(int(kept), int(copy)) for kept, copy in json.loads(store.notes.get(_KEY) or "[]")]
    except (ValueError, TypeError):
        return []
