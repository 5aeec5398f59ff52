"""An EntryFilter as SQL, and the index that answers it without reading the table."""

from dataclasses import dataclass

from newsreader.core.entries import EntryFilter, Order
from newsreader.store.search import compile_query, in_folder
from newsreader.store.search_index import SearchIndex
from newsreader.store.sql import Sql, joined
from newsreader.store.values import bounded


@dataclass(frozen=True, slots=True)
class Selection:
    """`source` is what follows FROM, its table being `s`; `where` the condition."""

    source: str
    where: Sql


def select(wanted: EntryFilter, index: SearchIndex) -> Selection:
    """Raises StoreError where `wanted` has words to search and the index is not there."""
    conditions = [Sql("s.listed = 1")]
    # Numbers that decide which partial index fits stand in the text: a bound value would not prove it to SQLite.
    if wanted.read is not None:
        conditions.append(Sql(f"s.read = {int(wanted.read)}"))
    if wanted.starred is not None:
        conditions.append(Sql(f"s.starred = {int(wanted.starred)}"))
    if wanted.feed_id is not None:
        conditions.append(Sql("s.feed_id = ?", (bounded(wanted.feed_id),)))
    if wanted.since is not None:
        conditions.append(Sql("s.sort_at >= ?", (bounded(wanted.since),)))
    if wanted.after_id is not None:
        conditions.append(Sql("s.id > ?", (bounded(wanted.after_id),)))
    if wanted.folder is not None:
        conditions.append(in_folder(wanted.folder))
    if wanted.query is not None:
        conditions.append(compile_query(wanted.query, index.require))
    return Selection(_source(wanted), joined(conditions, "AND"))


def _source(wanted: EntryFilter) -> str:
    if wanted.after_id is not None:
        return "status s NOT INDEXED"  # few entries are newer: by id
    if wanted.feed_id is not None:
        return "status s INDEXED BY " + ("status_feed_unread" if wanted.read is False else "status_feed")
    if wanted.starred:
        return "status s INDEXED BY status_starred"
    if wanted.read is False:
        return "status s INDEXED BY status_unread"
    return "status s INDEXED BY status_listed"


def order_by(order: Order) -> str:
    direction = "DESC" if order == "newest" else "ASC"
    return f"ORDER BY s.sort_at {direction}, s.id {direction}"
