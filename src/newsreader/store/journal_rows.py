"""What the journal has of changes, read: a change that is damaged is one that nobody can be told of any more."""

import json
from array import array
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final, NamedTuple

from newsreader.core.entries import Flag
from newsreader.core.errors import ChangedSinceError
from newsreader.store.chains import Parts
from newsreader.store.database import Database
from newsreader.store.flags import short_ids
from newsreader.store.runs import lengthen

UNREADABLE: Final = "What this change did can no longer be read: the store is damaged there. Nothing was changed."


class FlagChange(NamedTuple):
    """What the journal has of a change of a flag. `void`: those of its entries for which it has come to nothing."""

    id: int
    flag: Flag
    value: bool
    ids: "array[int]"
    void: set[int]

    def parts(self) -> Parts:
        return {
            **dict.fromkeys(self.ids, (not self.value, self.value)),
            **dict.fromkeys(self.void, (self.value, self.value)),
        }


def flag_changes(database: Database, wanted: str, values: Sequence[object]) -> list[FlagChange]:
    """Those of the journal that fit and are not damaged, the oldest first."""
    rows = database.rows(f"SELECT id, flag, value, ids, data FROM journal WHERE {wanted} ORDER BY id", values)
    changes: list[FlagChange] = []
    for change_id, flag, value, packed, data in rows:
        with suppress(ValueError):
            ids = lengthen(database.packer.unpack_ids(packed))
            void = set(lengthen(array("q", json.loads(data)["void"]))) if data else set[int]()
            changes.append(FlagChange(change_id, flag, bool(value), ids, void))
    return changes


def read_data(data: str) -> dict[str, Any]:
    """What is kept with a change of another kind. Raises ChangedSinceError where it is damaged."""
    try:
        found: dict[str, Any] = json.loads(data)
    except ValueError as error:
        raise ChangedSinceError(UNREADABLE) from error
    return found


def void_of(ids: Sequence[int]) -> dict[str, list[int]] | None:
    """What is kept with a change of a flag that has come to nothing for these entries."""
    return {"void": list(short_ids(ids))} if ids else None
