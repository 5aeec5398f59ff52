"""A query as SQL. The conditions are about `s`, a row of `status`."""

from collections.abc import Callable
from typing import Final, Literal

from newsreader.core.query import And, Dated, Is, Long, Named, Not, Or, Query, Words
from newsreader.store.matching import PREFIX
from newsreader.store.sizes import length_condition
from newsreader.store.sql import FALSE, TRUE, Sql, contains_pattern, joined
from newsreader.store.values import bounded, text

_MAX_MATCH: Final = 200
"""Phrases in one full-text expression; FTS5 limits its size, more are joined by SQL."""

_STATES: Final = {
    "read": Sql("s.read = 1"),
    "unread": Sql("s.read = 0"),
    "starred": Sql("s.starred = 1"),
    "full": Sql("s.id IN (SELECT id FROM full_text WHERE html IS NOT NULL)"),
    "later": Sql("s.id IN (SELECT id FROM later)"),
    "snoozed": Sql("s.id IN (SELECT id FROM snooze)"),
    "noted": Sql("s.id IN (SELECT id FROM entry_note)"),
    "tagged": Sql("s.id IN (SELECT id FROM entry_tag)"),
}
# The language that the user gave a feed counts for all of it, as many feeds name a wrong one.
_LANGUAGE: Final = """(
    s.feed_id IN (SELECT id FROM feed WHERE {of_feed})
    OR s.feed_id IN (SELECT id FROM feed WHERE language IS NULL)
    AND (SELECT {of_entry} FROM entry e, feed f WHERE e.id = s.id AND f.id = s.feed_id)
)"""

# Each tag is folded once, however many entries have it.
_TAGGED: Final = (
    "(s.id IN (SELECT id FROM entry_tag WHERE tag IN (SELECT tag FROM entry_tag GROUP BY tag HAVING folded(tag) = ?)))"
)

_Match = Callable[[str, Sql], Sql]


def compile_query(query: Query, match: _Match) -> Sql:
    """`query` as a condition that is 0 or 1, never NULL.

    `match` makes the condition of a full-text expression and of one that is true of notes; it raises StoreError where
    words cannot be searched.
    """
    match query:
        case Words():
            return _words(query, match)
        case Named():
            return _named(query)
        case Is(state):
            return _STATES[state]
        case Dated(side, at):
            return Sql(f"s.sort_at {'>=' if side == 'after' else '<'} ?", (bounded(at),))
        case Long():
            return length_condition(query)
        case Not(part):
            condition = compile_query(part, match)
            return Sql(f"(NOT {condition.text})", condition.values)
        case And(parts):
            return _all_or_any(parts, "AND", match) if parts else TRUE
        case Or(parts):
            return _all_or_any(parts, "OR", match) if parts else FALSE


def asks_for_snoozed(query: Query) -> bool:
    """Whether the query has “is:snoozed” anywhere: what is snoozed is not listed otherwise."""
    match query:
        case Is(state):
            return state == "snoozed"
        case Not(part):
            return asks_for_snoozed(part)
        case And(parts) | Or(parts):
            return any(asks_for_snoozed(part) for part in parts)
    return False


def leading_match(query: Query) -> str | None:
    """The full-text expression that every entry which fits must match; None where there is none."""
    if isinstance(query, Words):
        return _phrase(query)
    if isinstance(query, And):
        phrases = _phrases(query.parts)[:_MAX_MATCH]
        return " AND ".join(phrases) or None
    return None


def _all_or_any(parts: tuple[Query, ...], word: Literal["AND", "OR"], match: _Match) -> Sql:
    """Words beside each other become one full-text expression, which FTS5 answers much faster than SQL joins sets."""
    phrases = _phrases(parts)
    words = [part for part in parts if isinstance(part, Words) and _phrase(part) is not None]
    conditions = [compile_query(part, match) for part in parts if part not in words]
    for start in range(0, len(phrases), _MAX_MATCH):
        end = start + _MAX_MATCH
        noted = joined([_noted(one) for one in words[start:end]], word)
        conditions.append(match(f" {word} ".join(phrases[start:end]), noted))
    return joined(conditions, word)


def _phrases(parts: tuple[Query, ...]) -> list[str]:
    found = (_phrase(part) for part in parts if isinstance(part, Words))
    return [phrase for phrase in found if phrase is not None]


def _words(query: Words, match: _Match) -> Sql:
    phrase = _phrase(query)
    if phrase is None:
        wanted = text(query.text).strip()
        return _like("(SELECT e.title FROM entry e WHERE e.id = s.id)", wanted) if wanted else TRUE
    return match(phrase, _noted(query))


def _noted(query: Words) -> Sql:
    if query.field != "any":
        return FALSE
    return joined([_like("n.text", form) for form in query.forms or (text(query.text).strip(),)], "OR")


def _phrase(query: Words) -> str | None:
    """`query` in FTS5's language, None where its tokenizer would find no word in it (“++”).

    Quoted, nothing in it has a meaning (https://sqlite.org/fts5.html, 3.1). A text that ends in Chinese ends in a pair;
    a single character at its end is a prefix, as it may be the first half of a pair.
    """
    wanted = text(query.text).replace('"', " ").strip()
    if not any(character.isalnum() for character in wanted):
        return None
    from newsreader.core.search_text import UNSPACED_RUN, segment  # nothing is looked for in most runs of the program

    column = "" if query.field == "any" else f"{query.field} : "
    if query.forms:
        any_form = " OR ".join([f'"{form}"' for form in query.forms])
        return f"{column}({any_form})"
    runs = list(UNSPACED_RUN.finditer(wanted))
    words, prefix = segment(wanted).strip(), ""
    if runs and runs[-1].end() == len(wanted):
        if len(runs[-1].group()) > 1:
            words = words.rpartition(" ")[0]
        else:
            prefix = PREFIX
    return f'{column}"{words}"{prefix}'


def _named(query: Named) -> Sql:
    wanted = text(query.text).strip()
    folded = wanted.casefold()
    match query.field:
        case "author":
            return _like("(SELECT e.author FROM entry e WHERE e.id = s.id)", wanted)
        case "url":
            return _like("(SELECT e.link FROM entry e WHERE e.id = s.id)", wanted)
        case "lang":
            return _language(folded)
        case "feed":
            return _in_feeds(Sql("instr(folded(title), ?) OR instr(folded(url), ?)", (folded, folded)))
        case "folder":
            return _in_feeds(_inside("folded(folder)", folded))
        case "tag":
            of_feed = _in_feeds(Sql("EXISTS (SELECT 1 FROM json_each(tags) WHERE folded(value) = ?)", (folded,)))
            return joined([of_feed, Sql(_TAGGED, (folded,))], "OR")
        case "note":
            condition = _like("n.text", wanted)
            return Sql(f"(s.id IN (SELECT n.id FROM entry_note n WHERE {condition.text}))", condition.values)


def folder_condition(folder: str) -> Sql:
    """For a row of `feed`: it is in `folder`, exactly so written, or in a sub-folder of it."""
    return _inside("folder", text(folder))


def _inside(column: str, folder: str) -> Sql:
    inside = folder + "/"
    return Sql(f"({column} = ? OR substr({column}, 1, ?) = ?)", (folder, len(inside), inside))


def _in_feeds(condition: Sql) -> Sql:
    return Sql(f"(s.feed_id IN (SELECT id FROM feed WHERE {condition.text}))", condition.values)


def _language(language: str) -> Sql:
    """“en” is “en” and “en-GB” (RFC 4647, 3.3.1)."""
    column = "lower(replace({}, '_', '-'))"
    condition = f"({column} = ? OR substr({column}, 1, ?) = ?)"
    values = (language, len(language) + 1, language + "-")
    of_feed = condition.replace("{}", "language")
    of_entry = condition.replace("{}", "coalesce(e.language, f.own_language, '')")
    return Sql(_LANGUAGE.format(of_feed=of_feed, of_entry=of_entry), values + values)


def _like(column: str, wanted: str) -> Sql:
    """`column` contains `wanted`, letter case aside; LIKE alone is faster, but folds ASCII only."""
    if wanted.isascii():
        return Sql(rf"(ifnull({column}, '') LIKE ? ESCAPE '\')", (contains_pattern(wanted),))
    return Sql(rf"(ifnull(folded({column}), '') LIKE ? ESCAPE '\')", (contains_pattern(wanted.casefold()),))
