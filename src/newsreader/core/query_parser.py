"""The query language: what a person types in the search line, to the tree of core.query.

    query  = branch { "OR" branch }        "OR" in capitals; binds weaker than the space between terms
    branch = { term }                      all of them
    term   = [ "-" ] ( "(" query ")" | field ":" value | value )
    value  = word | '"' phrase '"'

A bracket opens a group only where a term begins, so `f(x)` is a word.
"""

import re
from datetime import datetime, timedelta
from typing import Final, Literal, get_args

from newsreader.core.errors import QueryError
from newsreader.core.nearest import nearest
from newsreader.core.query import And, Dated, Is, Long, Named, NameField, Not, Or, Query, State, TextField, Words
from newsreader.core.text import clean_line, is_blank

MAX_LENGTH: Final = 4_000
MAX_TERMS: Final = 200
"""SQLite refuses expressions more than 1,000 deep, and a chain of AND is as deep as it is long."""

MAX_DEPTH: Final = 30
"""Brackets within brackets."""

FIELDS: Final = (
    *("title", "text", "author", "feed", "folder", "tag", "note", "url", "lang", "is", "len", "after", "before"),
)
STATES: Final[tuple[State, ...]] = get_args(State)

_TEXT_FIELDS: Final[dict[str, TextField]] = {"title": "title", "text": "text"}
_NAME_FIELDS: Final[dict[str, NameField]] = {name: name for name in get_args(NameField)}
# Typographic marks too: word processors and phones put them in by themselves.
_QUOTES: Final = '"“”„'
_QUOTE_RE: Final = re.compile(f"[{_QUOTES}]")
_FIELD_RE: Final = re.compile(r"([A-Za-z]+):")
_AGE_RE: Final = re.compile(r"([0-9]{1,5})([hdwy])")
_DATE_RE: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_LENGTH_RE: Final = re.compile(r"([<>]?)([0-9]{1,5})(?:m|min)?")
_SIDES: Final[dict[str, Literal["under", "over", "about"]]] = {"<": "under", ">": "over", "": "about"}
_AGE_UNITS: Final = {"h": 3_600, "d": 86_400, "w": 7 * 86_400, "y": 365 * 86_400}


def parse_query(text: str, *, now: int, today: int) -> Query:
    """`text` as a tree; nothing but white space is And(()), which everything matches.

    Dates are days of the machine's time zone.

    Args:
        text: As typed.
        now: Unix seconds; ages such as "7d" count back from it.
        today: Unix seconds of the local midnight with which today began.

    Raises:
        QueryError: The text is mistyped; the message names the place.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(f"The query is longer than {MAX_LENGTH} characters: shorten it.", position=MAX_LENGTH)
    return _Parser(text, now, today).parse()


class _Parser:
    """Recursive descent; `_at` is the next character to read."""

    def __init__(self, text: str, now: int, today: int) -> None:
        self._text = text
        self._now = now
        self._today = today
        self._at = 0
        self._terms = 0

    def parse(self) -> Query:
        query = self._query(depth=0)
        if self._at < len(self._text):
            raise _mistake("This closing bracket has no opening one", self._at)
        return query

    def _query(self, depth: int) -> Query:
        """Everything up to the end or a closing bracket that belongs to someone else."""
        branches: list[Query] = []
        parts: list[Query] = []
        or_at: int | None = None
        while self._skip_spaces() and self._peek() != ")":
            if self._at_or():
                if not parts:
                    raise _mistake("OR needs something before it", self._at)
                or_at = self._at
                self._at += len("OR")
                branches.append(_all(parts))
                parts = []
            elif (part := self._term(depth)) is not None:
                parts.append(part)
        if or_at is None:
            return _all(parts)
        if not parts:
            raise _mistake("OR needs something after it", or_at)
        return Or((*branches, _all(parts)))

    def _term(self, depth: int) -> Query | None:
        """One term; None for what has nothing to find, such as a dash that stands alone."""
        start = self._at
        self._terms += 1
        if self._terms > MAX_TERMS:
            raise _mistake(f"A query has at most {MAX_TERMS} terms; this one is too many", start)
        if self._peek() != "-":
            return self._positive(depth)
        self._at += 1
        if self._ends_word():
            return None
        part = self._positive(depth)
        return None if part is None else Not(part)

    def _positive(self, depth: int) -> Query | None:
        if self._peek() == "(":
            return self._group(depth)
        if self._peek() in _QUOTES:
            return _phrase_of(self._phrase(), "any")
        field = self._field()
        if field is not None:
            return field
        word = self._word()
        return None if is_blank(word) or not word.strip("-") else Words(word)

    def _group(self, depth: int) -> Query:
        start = self._at
        if depth == MAX_DEPTH:
            raise _mistake(f"Brackets go at most {MAX_DEPTH} deep; this one is too deep", start)
        self._at += 1
        query = self._query(depth + 1)
        if self._at == len(self._text):
            raise _mistake("This bracket is never closed: add )", start)
        self._at += 1
        if query == And(()):
            raise _mistake("There is nothing between these brackets", start)
        return query

    def _field(self) -> Query | None:
        """A term with a field, None where a plain word stands here."""
        match = _FIELD_RE.match(self._text, self._at)
        if match is None:
            return None
        start, name = self._at, match[1].lower()
        self._at = match.end()
        if name not in FIELDS:
            # "Breaking: news", "http://…" and "std::sort" are words; "titel:chips" is a slip.
            if self._ends_word() or self._peek() in "/:":
                self._at = start
                return None
            hint = f"{_nearest(name, FIELDS, ':')} To find the text itself, put it in quotation marks."
            raise _mistake(f"There is no field “{clean_line(match[1], 40)}:”", start, hint)
        if self._ends_word():
            raise _mistake(f"“{name}:” needs a value right after the colon", start)
        if self._peek() == "(":
            raise _mistake(f"“{name}:” takes one word or a phrase in quotation marks, not brackets", self._at)
        value_at = self._at
        quoted = self._peek() in _QUOTES
        value = self._phrase() if quoted else self._word()
        if is_blank(value):
            raise _mistake(f"“{name}:” needs a value right after the colon", start)
        if name in _TEXT_FIELDS:
            return (_phrase_of if quoted else Words)(value, _TEXT_FIELDS[name])
        return self._condition(name, value, value_at)

    def _condition(self, name: str, value: str, value_at: int) -> Query:
        if name in _NAME_FIELDS:
            return Named(_NAME_FIELDS[name], value)
        if name == "is":
            for state in STATES:
                if value.lower() == state:
                    return Is(state)
            hint = _nearest(value.lower(), STATES)
            raise _mistake(f"“is:” does not know “{clean_line(value, 40)}”", value_at, hint)
        if name == "len":
            length = _LENGTH_RE.fullmatch(value.lower())
            if length is None:
                shown = clean_line(value, 40)
                raise _mistake(f"“{shown}” is not a number of minutes such as <3m, >10m or 5m", value_at)
            return Long(_SIDES[length[1]], int(length[2]))
        return Dated("after" if name == "after" else "before", self._time(value, value_at))

    def _time(self, value: str, value_at: int) -> int:
        try:
            return parse_moment(value, now=self._now, today=self._today)
        except QueryError as error:
            raise _mistake(str(error).removesuffix("."), value_at) from error

    def _phrase(self) -> str:
        start = self._at
        closing = _QUOTE_RE.search(self._text, start + 1)
        if closing is None:
            raise _mistake("This quotation mark has no partner", start)
        self._at = closing.end()
        phrase = clean_line(self._text[start + 1 : closing.start()], MAX_LENGTH)
        if is_blank(phrase):
            raise _mistake("There is nothing between these quotation marks", start)
        return phrase

    def _word(self) -> str:
        """Up to white space, a quotation mark or a closing bracket that the word itself did not open."""
        start, open_brackets = self._at, 0
        while self._at < len(self._text):
            character = self._peek()
            if character.isspace() or character in _QUOTES or (character == ")" and not open_brackets):
                break
            open_brackets += (character == "(") - (character == ")")
            self._at += 1
        return clean_line(self._text[start : self._at], MAX_LENGTH)

    def _at_or(self) -> bool:
        if not self._text.startswith("OR", self._at):
            return False
        after = self._text[self._at + 2 : self._at + 3]
        return not after or after.isspace() or after in f"(){_QUOTES}"

    def _ends_word(self) -> bool:
        return self._at == len(self._text) or self._peek().isspace() or self._peek() == ")"

    def _peek(self) -> str:
        return self._text[self._at]

    def _skip_spaces(self) -> bool:
        """Go to the next visible character; False at the end."""
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1
        return self._at < len(self._text)


def parse_moment(text: str, *, now: int, today: int) -> int:
    """What a date ("2026-11-01"), "today", "yesterday" or an age ("7d") means, in Unix seconds.

    Args:
        text: The words.
        now: Unix seconds, from which ages count.
        today: When the day began, Unix seconds.

    Raises:
        QueryError: It is none of these.
    """
    lowered = text.lower()
    if lowered == "today":
        return today
    try:
        if lowered == "yesterday":
            # By the calendar, not by 86,400 seconds: twice a year a day has 23 or 25 hours.
            return int((datetime.fromtimestamp(today) - timedelta(days=1)).timestamp())
        if age := _AGE_RE.fullmatch(lowered):
            return now - int(age[1]) * _AGE_UNITS[age[2]]
        if date := _DATE_RE.fullmatch(text):
            return int(datetime(int(date[1]), int(date[2]), int(date[3])).timestamp())
    except (ValueError, OverflowError, OSError) as error:
        raise QueryError(f"There is no such day as “{clean_line(text, 40)}”.", position=0) from error
    raise QueryError(
        f"“{clean_line(text, 40)}” is neither a date such as 2026-11-25, nor today or yesterday, "
        "nor an age such as 12h, 7d, 3w or 1y.",
        position=0,
    )


def _phrase_of(text: str, field: TextField) -> Words:
    """What stands in quotation marks; a word that does is meant as it is."""
    return Words(text, field, exact=" " not in text)


def _all(parts: list[Query]) -> Query:
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _nearest(word: str, choices: tuple[str, ...], suffix: str = "") -> str:
    """The end of a sentence about a word that is none of `choices`."""
    close = nearest(word, choices)
    if close is not None:
        return f"; did you mean “{close}{suffix}”?"
    return f"; expected one of {', '.join(choice + suffix for choice in choices)}."


def _mistake(what: str, position: int, hint: str = ".") -> QueryError:
    return QueryError(f"{what} (character {position + 1}){hint}", position=position)
