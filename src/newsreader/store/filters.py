"""An EntryFilter as SQL, and the index that answers it with the least to read."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from newsreader.core.entries import EntryFilter, Kept, Order
from newsreader.core.query import And, Is, Query
from newsreader.core.subscriptions import PRIORITIES, Priority
from newsreader.store.database import Database
from newsreader.store.listing import FOLDING, NOT_HIDDEN
from newsreader.store.matching import FEW, Matching
from newsreader.store.search import asks_for_snoozed, compile_query, folder_condition, leading_match
from newsreader.store.search_index import SearchIndex
from newsreader.store.sql import FALSE, Sql, joined
from newsreader.store.values import bounded, id_list

_FEW_TO_SORT: Final = 50_000
"""The same as `matching.FEW` where all hits are wanted, or only their number."""

_FEW_FEEDS: Final = 50
"""A folder with fewer than one in so many feeds is read feed by feed and sorted, not found in the list of all."""


_ONLY_LISTED: Final = Sql("s.listed = 1")
_KEPT: Final[dict[Kept, Sql]] = {
    "snoozed": Sql("(s.id IN (SELECT id FROM snooze) AND s.id NOT IN (SELECT id FROM deleted))"),
    "later": Sql(f"(s.id IN (SELECT id FROM later) AND {NOT_HIDDEN.replace('id NOT', 's.id NOT')})"),
    "opened": Sql(f"(s.id IN (SELECT id FROM opened) AND {NOT_HIDDEN.replace('id NOT', 's.id NOT')})"),
}
_IN_ORDER: Final[dict[Kept, str]] = {
    "snoozed": "snooze z ON z.id = s.id WHERE {} ORDER BY z.until, s.id",
    "later": "later z ON z.id = s.id WHERE {} ORDER BY z.place, s.id",
    "opened": "opened z ON z.id = s.id WHERE {} ORDER BY z.turn DESC",
}


class Selection(NamedTuple):
    """`source` is what follows FROM, its table being `s`; `where` the condition."""

    source: str
    where: Sql


def select(
    database: Database,
    wanted: EntryFilter,
    index: SearchIndex,
    *,
    ordered: bool = True,
    all_hits: bool = False,
    each: bool = False,
    any_feed: bool = False,
    matching: Matching | None = None,
) -> Selection:
    """What `wanted` says.

    Args:
        ordered: The entries are wanted in list order.
        all_hits: Of a search all are wanted.
        each: The condition is for a few entries only.
        any_feed: The feeds that `wanted` is about are told otherwise: the condition says nothing of them.
        matching: What is known of the expressions of `wanted`; None: nothing.

    Raises:
        StoreError: `wanted` has words to search and the index is not there.
    """
    matching = matching or Matching(database, index)
    wanted = with_flags(wanted)
    few = FEW if ordered and not all_hits else _FEW_TO_SORT
    finds_few = not each and _finds_few(wanted, matching, few)
    conditions = [_listed(wanted)]
    # What decides which partial index fits stands in the text: a bound value would not prove it to SQLite.
    if wanted.read is not None:
        conditions.append(Sql(f"s.read = {int(wanted.read)}"))
    if wanted.starred is not None:
        conditions.append(Sql(f"s.starred = {int(wanted.starred)}"))
    if wanted.since is not None:
        conditions.append(Sql("s.sort_at >= ?", (bounded(wanted.since),)))
    if wanted.after_id is not None:
        conditions.append(Sql("s.id > ?", (bounded(wanted.after_id),)))
    if wanted.upto_id is not None:
        conditions.append(Sql("s.id <= ?", (bounded(wanted.upto_id),)))
    of_feeds, by_feed = ([], True) if any_feed else _of_feeds(database, wanted, ordered=ordered)
    conditions += of_feeds
    if wanted.query is not None:
        conditions.append(compile_query(wanted.query, matching.each if each else matching.whole))
    if wanted.folded and has_copies(database):
        folded = is_folded(database, wanted, index, matching)
        conditions.append(Sql(f"(s.id NOT IN (SELECT id FROM copy) OR NOT {folded.text})", folded.values))
    by_id = wanted.after_id is not None or finds_few
    any_listed = conditions[0] == _ONLY_LISTED
    return Selection(_source(wanted, by_id=by_id or not any_listed, by_feed=by_feed), joined(conditions, "AND"))


def with_flags(wanted: EntryFilter) -> EntryFilter:
    """`wanted` with what its query asks of the flags asked by itself: there are indexes that tell it."""
    query = wanted.query
    rest: list[Query] = []
    for part in query.parts if isinstance(query, And) else (query,):
        match part:
            case Is("starred") if wanted.starred is None:
                wanted = wanted._replace(starred=True)
            case Is("read" | "unread" as state) if wanted.read is None:
                wanted = wanted._replace(read=state == "read")
            case None:
                pass
            case other:
                rest.append(other)
    return wanted._replace(query=(rest[0] if len(rest) == 1 else And(tuple(rest))) if rest else None)


def has_copies(database: Database) -> bool:
    """Whether any entry is a copy: else no list pays for leaving out what is folded."""
    return database.value("SELECT 1 FROM copy LIMIT 1") is not None


def is_folded(database: Database, wanted: EntryFilter, index: SearchIndex, matching: Matching | None = None) -> Sql:
    """The entry is folded under another one that fits `wanted`; never what is unread under what was read.

    What is kept may have come before the entries that `wanted` is about.
    """
    kept = select(database, wanted._replace(folded=False, after_id=None), index, each=True, matching=matching).where
    return Sql(
        f"EXISTS (SELECT 1 {FOLDING} AND c.id = s.id AND EXISTS "
        f"(SELECT 1 FROM status s WHERE s.id = c.kept AND {kept.text} AND (o.read = 1 OR s.read = 0)))",
        kept.values,
    )


def _listed(wanted: EntryFilter) -> Sql:
    """What may be in the list at all."""
    if wanted.kept is not None:
        return _KEPT[wanted.kept]
    if wanted.query is None or not asks_for_snoozed(wanted.query):
        return _ONLY_LISTED
    top = wanted.query.parts if isinstance(wanted.query, And) else (wanted.query,)
    if Is("snoozed") in top:
        return _KEPT["snoozed"]
    return Sql(f"(s.listed = 1 OR {_KEPT['snoozed'].text})")


def looks_up_hits(wanted: EntryFilter, matching: Matching) -> bool:
    """Whether the entries that fit are soon known without a look at the newest ones first."""
    if wanted.query is None or _listed(wanted) != _ONLY_LISTED:
        return True
    expression = leading_match(wanted.query)
    return expression is not None and matching.found(expression) == "few"


def _of_feeds(database: Database, wanted: EntryFilter, *, ordered: bool) -> tuple[list[Sql], bool]:
    """What `wanted` says of feeds, and whether its list is read feed by feed."""
    conditions: list[Sql] = []
    by_feed = False
    if wanted.feed_id is not None:
        conditions.append(Sql("s.feed_id = ?", (bounded(wanted.feed_id),)))
        by_feed = True
    if wanted.folder is not None:
        condition, few = _in_folder(database, wanted.folder)
        conditions.append(condition)
        by_feed = by_feed or few or not ordered
    if wanted.least_priority is not None:
        condition, few = _of_priority(database, wanted.least_priority)
        conditions.append(condition)
        by_feed = by_feed or few
    return conditions, by_feed


def _in_folder(database: Database, folder: str) -> tuple[Sql, bool]:
    """The condition, and whether the folder holds few of all feeds."""
    condition = folder_condition(folder)
    return _among(database, database.ids(f"SELECT id FROM feed WHERE {condition.text}", condition.values))


def _of_priority(database: Database, least: Priority) -> tuple[Sql, bool]:
    return _among(database, database.ids("SELECT id FROM feed WHERE priority <= ?", (PRIORITIES.index(least),)))


def _among(database: Database, feeds: Sequence[int]) -> tuple[Sql, bool]:
    """The condition, and whether these are few of all feeds."""
    if not feeds:
        return FALSE, True
    if len(feeds) == 1:
        return Sql("s.feed_id = ?", (feeds[0],)), True
    total: int = database.value("SELECT count(*) FROM feed")
    return Sql("s.feed_id IN (SELECT value FROM json_each(?))", (id_list(feeds),)), len(feeds) * _FEW_FEEDS < total


def _finds_few(wanted: EntryFilter, matching: Matching, few: int) -> bool:
    expression = leading_match(wanted.query) if wanted.query is not None else None
    return expression is not None and matching.finds_few(expression, few)


def _source(wanted: EntryFilter, *, by_id: bool, by_feed: bool) -> str:
    if by_id:
        return "status s NOT INDEXED"  # leaves SQLite the table's own order: by id
    if by_feed:
        return "status s INDEXED BY status_feed"
    if wanted.starred:
        return "status s INDEXED BY status_starred"
    if wanted.read is False:
        return "status s INDEXED BY status_unread"
    return "status s INDEXED BY status_listed"


def ids_in_order(kept: Kept, where: Sql) -> Sql:
    """A SELECT of the ids of a kept list in its own order."""
    return Sql("SELECT s.id FROM status s JOIN " + _IN_ORDER[kept].replace("{}", where.text), where.values)


def order_by(order: Order) -> str:
    direction = "DESC" if order == "newest" else "ASC"
    return f"ORDER BY s.sort_at {direction}, s.id {direction}"
