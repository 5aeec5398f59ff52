"""The first hits of a search that finds much, or of which it would take long to know how much it finds."""

import time
from array import array
from collections.abc import Sequence
from typing import Final

from newsreader.core.entries import EntryFilter, Order
from newsreader.core.query import And, Dated, Query
from newsreader.store.database import Database
from newsreader.store.filters import order_by, select, with_flags
from newsreader.store.matching import Matching
from newsreader.store.search_index import SearchIndex
from newsreader.store.values import id_list

TOP: Final = 1_000
"""So many entries at the top are asked one by one whether the search finds them."""

ASKED: Final = 100
"""So many of them at once."""

READ: Final = 32
"""So many at once whose words are looked at: some articles are long."""

SECONDS: Final = 0.025
"""Who is in a hurry asks no more of them after that."""


def first_hits(
    database: Database,
    wanted: EntryFilter,
    index: SearchIndex,
    matching: Matching,
    *,
    order: Order,
    enough: int,
    hurried: bool,
) -> "tuple[array[int], bool]":
    """The hits among the entries at the top of the list without the search, in list order; whether those are all.

    Dates that the search asks for are told by that list's index. No more are looked for when there are `enough`.
    """
    wanted = with_flags(wanted)
    listed = select(database, wanted._replace(query=_dates(wanted.query), folded=False), index)
    top = database.ids(
        f"SELECT s.id FROM {listed.source} WHERE {listed.where.text} {order_by(order)} LIMIT {TOP}",
        listed.where.values,
    )
    where = select(database, wanted, index, each=True, matching=matching).where
    number = READ if matching.unknown else ASKED
    hits, began = array("q"), time.perf_counter()
    for start in range(0, len(top), number):
        asked = top[start : start + number]
        if matching.unknown:
            matching.read(_with_kept(database, asked) if wanted.folded else asked)
            where = select(database, wanted, index, each=True, matching=matching).where
        hits += database.ids(
            "SELECT s.id FROM json_each(?) asked CROSS JOIN status s ON s.id = asked.value "
            f"WHERE {where.text} ORDER BY asked.key",
            (id_list(asked), *where.values),
        )
        late = hurried and time.perf_counter() - began > SECONDS
        if (late or len(hits) >= enough) and start + number < len(top):
            return hits, False
    return hits, len(top) < TOP


def _dates(query: Query | None) -> Query | None:
    parts = query.parts if isinstance(query, And) else (query,)
    return And(tuple(part for part in parts if isinstance(part, Dated)))


def _with_kept(database: Database, ids: Sequence[int]) -> "array[int]":
    """And what is kept of those that are copies: whether they are folded depends on whether that is found, too."""
    return database.ids(
        "SELECT value FROM json_each(?1) UNION SELECT kept FROM copy WHERE id IN (SELECT value FROM json_each(?1))",
        (id_list(ids),),
    )
