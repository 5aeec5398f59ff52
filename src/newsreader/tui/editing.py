"""The user's own editor, opened at a line of a file."""

import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_COLON: Final = frozenset({"hx", "helix", "subl", "zed"})
_GOTO: Final = frozenset({"code", "codium", "cursor"})


def editor_command(path: Path, line: int, environ: Mapping[str, str] = os.environ) -> list[str]:
    """Program and arguments that open `path` at a 1-based line: $VISUAL, else $EDITOR, else vi.

    Raises:
        ValueError: The variable cannot be read as a command.
    """
    words = shlex.split(environ.get("VISUAL") or environ.get("EDITOR") or "vi") or ["vi"]
    name = Path(words[0]).stem.lower()
    if name in _GOTO:
        return [*words, "--wait", "--goto", f"{path}:{line}"]
    if name in _COLON:
        return [*words, f"{path}:{line}"]
    return [*words, f"+{line}", str(path)]
