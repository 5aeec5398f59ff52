"""A query as SQL. The conditions are about `s`, a row of `status`."""

from collections.abc import Callable
from typing import Final

from newsreader.core.query import And, Dated, Is, Named, Not, Or, Query, Words
from newsreader.core.search_text import UNSPACED_RUN, segment
from newsreader.store.sql import FALSE, TRUE, Sql, contains_pattern, joined
from newsreader.store.values import bounded, text

_MAX_MATCH: Final = 200
"""Phrases in one full-text expression; FTS5 limits its size, more are joined by SQL."""

_STATES: Final = {
    "read": Sql("s.read = 1"),
    "unread": Sql("s.read = 0"),
    "starred": Sql("s.starred = 1"),
    "full": FALSE,  # no entry has a full text from its page yet
}
# The language that the user gave the feed counts most, as many feeds name a wrong one.
_LANGUAGE: Final = (
    "lower((SELECT coalesce(f.language, e.language, f.own_language, '') FROM feed f, entry e "
    "WHERE f.id = s.feed_id AND e.id = s.id))"
)


def compile_query(query: Query, require_index: Callable[[], None]) -> Sql:
    """`query` as a condition that is 0 or 1, never NULL.

    `require_index` is called where words must be searched; it raises StoreError where that is not possible.
    """
    match query:
        case Words():
            return _words(query, require_index)
        case Named():
            return _named(query)
        case Is(state):
            return _STATES[state]
        case Dated(side, at):
            return Sql(f"s.sort_at {'>=' if side == 'after' else '<'} ?", (bounded(at),))
        case Not(part):
            condition = compile_query(part, require_index)
            return Sql(f"(NOT {condition.text})", condition.values)
        case And(parts):
            return _all_or_any(parts, "AND", require_index) if parts else TRUE
        case Or(parts):
            return _all_or_any(parts, "OR", require_index) if parts else FALSE


def _all_or_any(parts: tuple[Query, ...], word: str, require_index: Callable[[], None]) -> Sql:
    """Words beside each other become one full-text expression, which FTS5 answers much faster than SQL joins sets."""
    phrases: list[str] = []
    conditions: list[Sql] = []
    for part in parts:
        phrase = _phrase(part) if isinstance(part, Words) else None
        if phrase is None:
            conditions.append(compile_query(part, require_index))
        else:
            phrases.append(phrase)
    for start in range(0, len(phrases), _MAX_MATCH):
        require_index()
        conditions.append(_matching(f" {word} ".join(phrases[start : start + _MAX_MATCH])))
    return joined(conditions, "AND" if word == "AND" else "OR")


def _words(query: Words, require_index: Callable[[], None]) -> Sql:
    phrase = _phrase(query)
    if phrase is None:
        wanted = text(query.text).strip()
        return _like("(SELECT e.title FROM entry e WHERE e.id = s.id)", wanted) if wanted else TRUE
    require_index()
    return _matching(phrase)


def _matching(expression: str) -> Sql:
    return Sql("(s.id IN (SELECT rowid FROM search WHERE search MATCH ?))", (expression,))


def _phrase(query: Words) -> str | None:
    """`query` in FTS5's language, None where its tokenizer would find no word in it (“++”).

    Quoted, nothing in it has a meaning (https://sqlite.org/fts5.html, 3.1). A text that ends in Chinese ends in a
    prefix, as its last character may be the first half of a longer word's pair.
    """
    wanted = text(query.text).replace('"', " ").strip()
    if not any(character.isalnum() for character in wanted):
        return None
    runs = list(UNSPACED_RUN.finditer(wanted))
    prefix = " *" if runs and runs[-1].end() == len(wanted) else ""
    column = "" if query.field == "any" else f"{query.field} : "
    return f'{column}"{segment(wanted).strip()}"{prefix}'


def _named(query: Named) -> Sql:
    wanted = text(query.text).strip()
    folded = wanted.casefold()
    match query.field:
        case "author":
            return _like("(SELECT e.author FROM entry e WHERE e.id = s.id)", wanted)
        case "url":
            return _like("(SELECT e.link FROM entry e WHERE e.id = s.id)", wanted)
        case "lang":
            return Sql(
                rf"(SELECT l = ? OR l LIKE ? ESCAPE '\' FROM (SELECT {_LANGUAGE} AS l))",
                (folded, contains_pattern(folded)[1:-1] + "-%"),
            )
        case "feed":
            return _in_feeds("instr(folded(title), ?) OR instr(folded(url), ?)", folded, folded)
        case "folder":
            return _in_feeds("folded(folder) = ? OR substr(folded(folder), 1, ?) = ?", *_folder(folded))
        case "tag":
            return _in_feeds("EXISTS (SELECT 1 FROM json_each(tags) WHERE folded(value) = ?)", folded)


def _folder(folder: str) -> tuple[str, int, str]:
    inside = folder + "/"
    return folder, len(inside), inside


def in_folder(folder: str) -> Sql:
    """Entries of the feeds in `folder`, exactly so written, and in its sub-folders."""
    return _in_feeds("folder = ? OR substr(folder, 1, ?) = ?", *_folder(text(folder)))


def _in_feeds(condition: str, *values: object) -> Sql:
    return Sql(f"(s.feed_id IN (SELECT id FROM feed WHERE {condition}))", values)


def _like(column: str, wanted: str) -> Sql:
    """`column` contains `wanted`, letter case aside; LIKE folds ASCII only, and is faster."""
    pattern = contains_pattern(wanted)
    if wanted.isascii():
        return Sql(rf"(ifnull({column}, '') LIKE ? ESCAPE '\')", (pattern,))
    return Sql(rf"(ifnull(folded({column}), '') LIKE ? ESCAPE '\')", (contains_pattern(wanted.casefold()),))
