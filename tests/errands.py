"""Errands of plain mode that are only remembered."""

from collections.abc import Sequence

from newsreader.core.events import SourceFound, SourcesFinished


class RememberedErrands:
    """What was asked for; `sources` are found behind every address."""

    def __init__(self) -> None:
        self.refreshed: list[Sequence[str] | None] = []
        self.texts: list[int | None] = []
        self.sources: list[SourceFound] = []

    def refresh(self, urls: Sequence[str] | None) -> None:
        self.refreshed.append(urls)

    def full_texts(self, entry_id: int | None) -> None:
        self.texts.append(entry_id)

    def discover(self, address: str) -> tuple[list[SourceFound], SourcesFinished]:
        return self.sources, SourcesFinished(f"There is nothing at {address}.")

    def report(self) -> list[str]:
        return ["Nothing new"]
