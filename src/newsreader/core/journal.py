"""Changes of state that can be undone."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """One change of state as the journal keeps it.

    `what` is a sentence without its full stop ("Marked 212 read in UN News"); `ids` are the entries that really
    changed, in list order; `at` is Unix seconds.
    """

    id: int
    what: str
    at: int
    ids: Sequence[int]
