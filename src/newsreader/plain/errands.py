"""What plain mode has done elsewhere."""

from collections.abc import Sequence
from typing import Protocol

from newsreader.core.events import SourceFound, SourcesFinished


class Errands(Protocol):
    """What a worker process does for plain mode; each ends when that is done, or when the user ends it (Ctrl+C)."""

    def refresh(self, urls: Sequence[str] | None) -> None:
        """Refresh feeds by their URLs, None for all, and tell how that goes."""

    def full_texts(self, entry_id: int | None) -> None:
        """Fetch the page of an entry, None for all that are wanted, and tell how that goes."""

    def discover(self, address: str) -> tuple[list[SourceFound], SourcesFinished]:
        """What can be followed behind an address."""

    def report(self) -> list[str]:
        """What the last refresh did, as sentences."""
