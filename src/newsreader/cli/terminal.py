"""What the terminal says of itself in the environment: whether it is light, and whether it has drawn signs."""

import codecs
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from newsreader.config.settings import Settings

_LIGHT_COLOURS: Final = frozenset({"7", "15"})
_POOR_TERMINALS: Final = frozenset({"linux", "dumb"})


def fitted(settings: Settings, environ: Mapping[str, str], encoding: str) -> Settings:
    """`settings` with what they leave to the program chosen for this terminal.

    Args:
        settings: What is set counts as it is.
        environ: TERM names the terminal.
        encoding: That of the terminal's text.
    """
    if settings.icons == "auto":
        poor = environ.get("TERM") in _POOR_TERMINALS or not _is_utf_8(encoding)
        settings = replace(settings, icons="ascii" if poor else "unicode")
    return settings


def seems_light(environ: Mapping[str, str]) -> bool:
    """Whether COLORFGBG ("0;15", as rxvt and Konsole set it) tells of a light background."""
    return environ.get("COLORFGBG", "").rpartition(";")[2] in _LIGHT_COLOURS


def _is_utf_8(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name == "utf-8"
    except LookupError:
        return False
