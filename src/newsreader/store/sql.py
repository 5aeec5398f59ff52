"""Pieces of SQL that carry their values: no text of a user or a feed ever becomes part of a statement."""

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple


class Sql(NamedTuple):
    """A condition and the values of its question marks."""

    text: str
    values: tuple[object, ...] = ()


# Bound, as SQLite folds constants first and then misses the condition that proves a partial index usable.
TRUE: Final = Sql("?", (1,))
FALSE: Final = Sql("?", (0,))


def joined(parts: Sequence[Sql], word: Literal["AND", "OR"]) -> Sql:
    """All or any of `parts`, which are not empty; as a balanced tree, as SQLite limits the depth to 1,000."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    left, right = joined(parts[:middle], word), joined(parts[middle:], word)
    return Sql(f"({left.text} {word} {right.text})", left.values + right.values)


def contains_pattern(text: str) -> str:
    r"""The LIKE pattern (with ESCAPE '\') of what contains `text`; SQLite refuses patterns over 50,000 bytes."""
    escaped = text[:2_000].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
