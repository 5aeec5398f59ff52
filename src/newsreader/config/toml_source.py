"""A TOML file as read: its tables, and the line of each of its keys for messages."""

import codecs
import re
import stat
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from newsreader.config.toml_lines import Place, find_lines
from newsreader.core.errors import ConfigProblem
from newsreader.core.text import clean_line
from newsreader.core.urls import without_secrets

MAX_BYTES: Final = 4_000_000
"""A list of 10,000 feeds has about 2 MB; a file far larger is not configuration."""

MAX_PROBLEMS: Final = 100

# tomllib puts the place at the end of its messages; its attributes for it came only with Python 3.14.
_PLACE_RE: Final = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)\s*$")
_KEY_RE: Final = re.compile(r"""\s*["'\w.-]+\s*=""")
_HIDDEN_RE: Final = re.compile(r"password|headers|proxy|username|auth|token|secret|cookie|-|\"|'", re.IGNORECASE)
"""Of keys whose values are not shown: known ones, and names of headers."""

_PLAINER: Final = {
    "Cannot overwrite a value": "This key is set twice",
    "Cannot declare": "This table is declared twice",
    "Invalid statement": "Expected a line such as key = value, or a table such as [[feed]]",
    "Invalid value": "Expected a value: text stands in quotation marks",
    "Expected newline or end of document after a statement": "Expected the end of the line here",
    "Illegal character '\\n'": "The text is not closed by a quotation mark on its line",
}


@dataclass(frozen=True)
class TomlSource:
    """`text` has LF line ends and no byte order mark; `data` is what tomllib made of it.

    `crlf` and `marked` tell whether the file had CRLF line ends and a byte order mark; `body` is the file as it is.
    """

    path: Path
    text: str
    data: dict[str, Any]
    crlf: bool = False
    marked: bool = False
    body: bytes = b""

    @cached_property
    def _lines(self) -> dict[Place, int]:
        return find_lines(self.text)

    def line(self, *place: str | int) -> int | None:
        """The 1-based line of a key, or of the nearest thing around it that has one."""
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place)

    def encode(self, text: str) -> bytes:
        """`text`, a new version of this file's, in the bytes of its kind."""
        return (codecs.BOM_UTF8 if self.marked else b"") + (text.replace("\n", "\r\n") if self.crlf else text).encode()


class ProblemList:
    """Collects the mistakes of one file; beyond MAX_PROBLEMS they are only counted."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._problems: list[ConfigProblem] = []
        self._left_out = 0

    def add(self, line: int | None, key: str | None, message: str) -> None:
        if len(self._problems) < MAX_PROBLEMS:
            self._problems.append(ConfigProblem(self._path, line, key, message))
        else:
            self._left_out += 1

    def all(self) -> tuple[ConfigProblem, ...]:
        """In the order of the file; those without a line come first."""
        problems = sorted(self._problems, key=lambda problem: problem.line or 0)
        if self._left_out:
            more = f"There are {self._left_out} more mistakes in this file."
            problems.append(ConfigProblem(self._path, None, None, more))
        return tuple(problems)


def read_toml(path: Path) -> TomlSource | ConfigProblem:
    """The file at `path`, or why nothing of it can be used: missing, unreadable, not UTF-8, not TOML."""
    try:
        body = _read_bounded(path)
    except FileNotFoundError:
        return ConfigProblem(path, None, None, "The file does not exist.")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return ConfigProblem(path, None, None, f"The file cannot be read: {reason}. Check its permissions.")
    except ValueError as error:
        return ConfigProblem(path, None, None, str(error))
    return parse_toml(path, body)


def parse_toml(path: Path, body: bytes) -> TomlSource | ConfigProblem:
    """`body` as the contents of `path`. A byte order mark and CRLF, as Windows editors write them, are accepted."""
    try:
        text = body.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        kind = "UTF-16" if body.startswith((b"\xff\xfe", b"\xfe\xff")) else "some other encoding"
        line = None if kind == "UTF-16" else body.count(b"\n", 0, error.start) + 1
        return ConfigProblem(path, line, None, f"The file is in {kind}, not in UTF-8: save it as UTF-8.")
    try:
        data = tomllib.loads(text)
    except RecursionError:
        return ConfigProblem(path, None, None, "Brackets are nested too deeply; look for a stray [ or {.")
    except ValueError as error:  # TOMLDecodeError is one; so is a number of more than 4,300 digits
        return _syntax_problem(path, text, str(error))
    return TomlSource(path, text, data, crlf=b"\r\n" in body, marked=body.startswith(codecs.BOM_UTF8), body=body)


def _read_bounded(path: Path) -> bytes:
    """The bytes of `path`; ValueError with a sentence where it cannot be a configuration file."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise ValueError("This is not a file: put a text file in its place.")
    with path.open("rb") as file:
        body = file.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise ValueError(f"The file is larger than {MAX_BYTES // 1_000_000} MB, which no configuration is.")
    return body


def _syntax_problem(path: Path, text: str, message: str) -> ConfigProblem:
    place = _PLACE_RE.search(message)
    reason = _PLACE_RE.sub("", message).rstrip(".")
    reason = next((plain for raw, plain in _PLAINER.items() if reason.startswith(raw)), clean_line(reason, 120))
    lines = text.split("\n")
    if place is None:
        return ConfigProblem(path, None, None, f"{reason}.")
    if place[1]:
        line, column = int(place[1]), f", column {place[2]}"
    else:  # "end of document": the mistake is in the last thing written, or was opened before it
        line = max((number for number, content in enumerate(lines, 1) if content.strip()), default=1)
        column = ""
    offending = clean_line(_showable(lines, line), 120) if line <= len(lines) else ""
    # A value set twice is noticed only after its end, which may be the line's.
    return ConfigProblem(path, line, None, f"{reason} (line {line}{column}): {offending}")


def _showable(lines: list[str], line: int) -> str:
    """The text of a 1-based line without what may be a secret: the values of keys that have such, and of headers."""
    text = lines[line - 1]
    key = _KEY_RE.match(text)
    table = next((above for above in reversed(lines[:line]) if above.lstrip().startswith("[")), "")
    if key is None:
        return "…" if text.lstrip().startswith(("'", '"')) else without_secrets(text)
    hidden = _HIDDEN_RE.search(key[0]) or "headers" in table
    return f"{key[0].strip()} …" if hidden else without_secrets(text)
