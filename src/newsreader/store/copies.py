"""Which entries are copies of which: the same article by another feed, or published anew by its own.

A copy is folded under what is kept of it, in lists that ask for it (see `listing.FOLDING`), as long as the user has not
marked it: what is starred, for later, tagged or noted is a row of its own.
"""

from array import array
from collections.abc import Iterable, Sequence
from typing import Final

from newsreader.store.database import Database
from newsreader.store.listing import FOLDING
from newsreader.store.values import bounded, id_list

Pair = tuple[int, int]
"""The ids of what is kept and of its copy."""

_AMONG: Final = "IN (SELECT value FROM json_each(?))"
_FEW: Final = 1_000
"""The copies of so few entries are looked up one by one."""


class Copies:
    """The copies of one store. Every method raises StoreError where the store fails."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, pairs: Iterable[Pair]) -> None:
        """Remember copies. Where what is kept is itself a copy, what is kept of that one is kept of both.

        A pair of entries that are gone, or that are known already, is passed over; so what is parted stays parted.
        """
        with self._db.transaction():
            self._db.write_many(
                "INSERT OR IGNORE INTO copy (id, kept) SELECT o.id, coalesce(c.kept, k.id) "
                "FROM status o, status k LEFT JOIN copy c ON c.id = k.id AND c.parted = 0 "
                "WHERE k.id = ? AND o.id = ? AND coalesce(c.kept, k.id) <> o.id "
                "AND o.id NOT IN (SELECT kept FROM copy)",
                [(bounded(kept), bounded(copy)) for kept, copy in pairs],
            )

    def known(self, ids: Sequence[int]) -> set[int]:
        """Those of `ids` that are, or were taken for, copies."""
        return set(self._db.ids(f"SELECT id FROM copy WHERE id {_AMONG}", (id_list(ids),)))

    def of(self, kept: int) -> list[int]:
        """The listed copies of an entry, marked ones too, those highest in a list first."""
        return self._db.ids(
            "SELECT o.id FROM copy c JOIN status o ON o.id = c.id WHERE c.kept = ? AND c.parted = 0 AND o.listed = 1 "
            "ORDER BY o.sort_at DESC, o.id DESC",
            (bounded(kept),),
        ).tolist()

    def folded(self, kept: int) -> list[int]:
        """Those of them that are folded under it where it stands in a list."""
        return self._db.ids(
            f"SELECT o.id {FOLDING} AND c.kept = ? AND o.listed = 1 ORDER BY o.sort_at DESC, o.id DESC",
            (bounded(kept),),
        ).tolist()

    def kept_of(self, entry_id: int) -> int | None:
        """What an entry is folded under where both are in a list, None where it is not folded."""
        kept: int | None = self._db.value(f"SELECT c.kept {FOLDING} AND c.id = ?", (bounded(entry_id),))
        return kept

    def and_folded(self, ids: Sequence[int]) -> Sequence[int]:
        """`ids`, and then what is folded under any of them, listed or not, but is not among them."""
        if len(ids) <= _FEW:
            found = self._db.ids(f"SELECT c.id {FOLDING} AND c.kept {_AMONG}", (id_list(ids),))
        else:
            pairs = self._db.rows(f"SELECT c.id, c.kept {FOLDING}")
            among = {kept for _, kept in pairs}.intersection(ids) if pairs else ()
            found = array("q", (copy for copy, kept in pairs if kept in among))
        if not found:
            return ids
        new = set(found).difference(ids)
        return array("q", [*ids, *(one for one in found if one in new)])

    def to_part(self, entry_id: int) -> list[int]:
        """The copies that are parted where the user says that an entry is not the same: itself, else those of it."""
        return self._db.ids(
            "SELECT id FROM copy WHERE id = ?1 AND parted = 0 "
            "UNION ALL SELECT id FROM copy WHERE kept = ?1 AND parted = 0",
            (bounded(entry_id),),
        ).tolist()
