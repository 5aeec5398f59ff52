"""Numbers with their nouns and units."""

from typing import Final

MEGABYTE: Final = 1 << 20
_PLURALS: Final = {"entry": "entries", "copy": "copies"}


def counted(number: int, noun: str) -> str:
    """ "1 feed", "2,000 feeds", "3 entries"."""
    return f"{number:,} {noun if number == 1 else _PLURALS.get(noun, f'{noun}s')}"


def file_size(size: int) -> str:
    """Bytes as "12.3 MB", or as "29 kB" where there are less."""
    return f"{size / MEGABYTE:.1f} MB" if size >= MEGABYTE else f"{-(-size // 1024)} kB"
