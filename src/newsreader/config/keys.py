"""One table-driven reader of typed keys for feeds.toml and config.toml.

A row of a table says what a key is called, what may stand there in words, and how it is read. Whatever is wrong
becomes a problem with its line; a key with a bad value counts as not set.
"""

import datetime
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from newsreader.config.toml_lines import Place
from newsreader.config.toml_source import ProblemList, TomlSource
from newsreader.core.intervals import parse_interval
from newsreader.core.nearest import nearest as like
from newsreader.core.text import clean_line
from newsreader.core.urls import without_secrets

MAX_SHOWN_NUMBER: Final = 10**12


class Key(NamedTuple):
    """`expected` continues "Expected …"; `otherwise` says what a bad value leads to.

    `read` takes what tomllib made of the value and raises ValueError, with a sentence where there is more to say
    than what was expected. `secret`: its value is never shown.
    """

    name: str
    expected: str
    read: Callable[[object], Any]
    otherwise: str = "It counts as not set."
    secret: bool = False


def read_keys(
    source: TomlSource,
    problems: ProblemList,
    table: Mapping[str, object],
    place: Place,
    keys: Sequence[Key],
    *,
    where: str,
    elsewhere: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The values of `table` that are set and right, by key.

    Args:
        source: The file, for lines.
        problems: Takes what is wrong.
        table: What tomllib read at `place`.
        place: Where the table stands.
        keys: The keys that may stand there.
        where: The table in words, such as "[[feed]]".
        elsewhere: Keys that belong under another table, and which.
    """
    known = {key.name: key for key in keys}
    values: dict[str, Any] = {}
    for name, value in table.items():
        key = known.get(name)
        if key is None:
            message = _unknown(name, known, where, elsewhere or {})
            problems.add(source.line(*place, name), clean_line(name, 60), message)
            continue
        try:
            values[name] = key.read(value)
        except ValueError as error:
            detail = f" {error}" if str(error) else ""
            found = "" if key.secret else f", not {show_value(value)}"
            problems.add(source.line(*place, name), name, f"Expected {key.expected}{found}.{detail} {key.otherwise}")
    return values


def read_tables(source: TomlSource, problems: ProblemList, name: str) -> Iterator[tuple[Place, Mapping[str, object]]]:
    """Each `[[name]]` with its place; one written `[name]` counts, too."""
    value = source.data.get(name, [])
    if isinstance(value, dict):
        problems.add(source.line(name), name, f"Expected [[{name}]] in double brackets. It is taken as one.")
        yield (name,), value
        return
    for index, table in enumerate(value if isinstance(value, list) else [value]):
        place: Place = (name, index)
        if isinstance(table, dict):
            yield place, table
        else:
            problems.add(source.line(*place), name, f"Expected a table [[{name}]], not {show_value(table)}.")


def _unknown(name: str, known: Iterable[str], where: str, elsewhere: Mapping[str, str]) -> str:
    if name in elsewhere:
        return f"This key belongs under {elsewhere[name]}, not under {where}."
    return f"There is no such key under {where}{nearest(name, known)}"


def nearest(word: str, choices: Iterable[str]) -> str:
    """The end of a sentence about a word that is none of `choices`."""
    choices = list(choices)
    close = like(word.lower()[:60], choices)
    if close is not None:
        return f"; did you mean “{close}”?"
    return f"; expected one of {', '.join(choices)}."


def show_value(value: object) -> str:
    """A TOML value in words, short whatever it is."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f"“{clean_line(without_secrets(value), 60)}”"
        case int() if abs(value) > MAX_SHOWN_NUMBER:
            return "a huge number"
        case int() | float():
            return f"the number {value}"
        case datetime.date() | datetime.time():
            return f"the date {value}"
        case []:
            return "an empty list"
        case list():
            some = ("a list" if isinstance(item, list) else show_value(item) for item in value[:3])
            return f"a list of {', '.join(some)}{', …' * (len(value) > 3)}"
        case _:
            return "a table"


def read_text(value: object) -> str:
    """One clean line, not blank."""
    if not isinstance(value, str):
        raise ValueError
    line = clean_line(value)
    if not line:
        raise ValueError("Leave the key out instead.")
    return line


def read_texts(value: object) -> tuple[str, ...]:
    """A list of texts: cleaned, blank ones and repeats left out."""
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise ValueError
    return tuple(dict.fromkeys(line for text in value if (line := clean_line(text))))


def read_text_or_texts(value: object) -> tuple[str, ...]:
    return (read_text(value),) if isinstance(value, str) else read_texts(value)


def read_command(value: object) -> tuple[str, ...]:
    """A command line as text, split as a shell would, or as a list."""
    if isinstance(value, str):
        try:
            command = tuple(shlex.split(value))
        except ValueError as error:
            raise ValueError(f"It cannot be split into words: {str(error).lower()}.") from error
    elif isinstance(value, list) and all(isinstance(word, str) for word in value):
        command = tuple(value)
    else:
        raise ValueError
    if not command or not command[0].strip() or any("\0" in word for word in command):
        raise ValueError
    return command


def read_bool(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def read_interval(value: object) -> int:
    """Seconds, or NEVER."""
    if not isinstance(value, str):
        raise ValueError
    return parse_interval(value)


def number(lowest: int, highest: int) -> Callable[[object], int]:
    """A reader of whole numbers in this range."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            raise ValueError
        return value

    return read


def choice(*choices: str) -> Callable[[object], str]:
    """A reader of one of these words."""

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise ValueError
        if value not in choices:
            close = like(value.lower()[:60], choices)
            raise ValueError(f"Did you mean “{close}”?" if close else "")
        return value

    return read
