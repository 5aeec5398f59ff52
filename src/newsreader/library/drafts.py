"""The note that is being written: kept while it is typed, so that nothing is lost whatever ends the reader."""

import json
from dataclasses import dataclass
from typing import Final

from newsreader.library.library import Library

_KEY: Final = "draft"


@dataclass(frozen=True, slots=True)
class Draft:
    """What is written so far of the note on an entry."""

    entry_id: int
    text: str


def recall_draft(library: Library) -> Draft | None:
    """The draft that was left, None where none was. Raises StoreError where the store cannot be read."""
    try:
        kept = json.loads(library.recall(_KEY) or "{}")
        return Draft(int(kept["entry"]), str(kept["text"]))
    except (ValueError, TypeError, KeyError):
        return None


def keep_draft(library: Library, draft: Draft | None) -> None:
    """Keep a draft in place of the one that is kept; None: forget it. Raises StoreError where that fails."""
    library.remember(_KEY, "" if draft is None else json.dumps({"entry": draft.entry_id, "text": draft.text}))
