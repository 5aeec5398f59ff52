"""Changes of state that can be undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

FEEDS_CHANGED: Final = "feeds.toml"
"""What the journal calls changes to the list of feeds."""


class Change(NamedTuple):
    """One change of state as the journal keeps it, or as much of it as was just put back or made again.

    `what` is a sentence without its full stop ("Marked 212 read in UN News"); `at` is Unix seconds. `ids` are the
    entries that really changed, in list order, very many by id; none for a change that is not about entries.
    `made` is how many the change had when it was made: more than `ids`, where the others were changed since.
    `kind` tells what sort of thing it changed: "flag", or one of those that the journal was taught.
    """

    id: int
    what: str
    at: int
    ids: Sequence[int]
    made: int
    kind: str = "flag"

    @property
    def told(self) -> str:
        """`what`, and where only a part was put back or made again, how large that is."""
        left = self.made - len(self.ids)
        return f"{self.what} ({len(self.ids):,} of {self.made:,}; the others were changed since)" if left else self.what


@dataclass(frozen=True, slots=True)
class ChangeRecord:
    """A line of the journal. `count`: how many entries it changed, or 1; `undone`: it may be done again."""

    id: int
    what: str
    at: int
    count: int
    undone: bool
