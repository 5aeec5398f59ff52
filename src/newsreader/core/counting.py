"""Numbers with their nouns."""

from typing import Final

_PLURALS: Final = {"entry": "entries", "copy": "copies"}


def counted(number: int, noun: str) -> str:
    """ "1 feed", "2,000 feeds", "3 entries"."""
    return f"{number:,} {noun if number == 1 else _PLURALS.get(noun, f'{noun}s')}"
