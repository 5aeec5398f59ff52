"""What plain mode says of headlines and how it reads articles out: changed at once, and kept."""

from collections.abc import Callable
from functools import partial
from typing import Final, get_args

from newsreader.config.settings import Column, Value
from newsreader.core.counting import counted
from newsreader.plain.place import PlainPlace

NARROWEST: Final = 20
WIDEST: Final = 1_000
MOST_LINES: Final = 3

_NAMES: Final[dict[Column, str]] = {
    "author": "the author",
    "tags": "the tags",
    "feed": "the feed",
    "minutes": "the minutes that it takes to read",
    "date": "the date",
}


class PlainTelling(PlainPlace):
    """The commands of how things are told; see PlainReader."""

    _keep_setting: Callable[[str, Value], None] | None
    """Writes a setting into config.toml, or raises ConfigError; None: it holds until the end."""

    def _telling_commands(self) -> dict[str, Callable[[str], None]]:
        columns: tuple[Column, ...] = get_args(Column)
        return {
            **{f"column_{column}": partial(self._column, column) for column in columns},
            "dates": lambda _: self._dates(),
            "snippet": self._snippet,
            "images": lambda _: self._images(),
            "wrap": self._wrap,
        }

    def _column(self, column: Column, rest: str) -> None:
        del rest
        told = {*self._manner.columns} ^ {column}
        self._manner.columns = tuple(name for name in get_args(Column) if name in told)
        named = ", ".join(_NAMES[name] for name in self._manner.columns)
        self._kept("columns", self._manner.columns, f"Said with headlines: {named or 'nothing but their state'}.")

    def _dates(self) -> None:
        manner = self._manner
        manner.dates = "absolute" if manner.dates == "relative" else "relative"
        said = "as the day and the time" if manner.dates == "absolute" else "as how long ago"
        self._kept("dates", manner.dates, f"Dates are said {said}.")

    def _snippet(self, rest: str) -> None:
        lines = int(rest[:3]) if rest.isdecimal() else (self._manner.snippet + 1) % (MOST_LINES + 1)
        self._manner.snippet = min(lines, MOST_LINES)
        after = f"{counted(self._manner.snippet, 'line')} of its text" if self._manner.snippet else "no text"
        self._kept("snippet", self._manner.snippet, f"After each headline: {after}.")

    def _kept(self, key: str, value: Value, said: str) -> None:
        self._say(said)
        if self._keep_setting is not None:
            self._keep_setting(key, value)

    def _images(self) -> None:
        self._manner.pictures = not self._manner.pictures
        said = "spoken of" if self._manner.pictures else "passed over"
        self._say(f"Pictures in articles are {said}.")

    def _wrap(self, rest: str) -> None:
        if rest.isdecimal() and NARROWEST <= int(rest[:6]) <= WIDEST:
            self._manner.width = int(rest)
            self._say(f"Lines of articles are at most {rest} cells long.")
        elif rest in ("", "off"):
            self._manner.width = None
            self._say("Lines of articles are not broken.")
        else:
            self._say(f"Type “wrap” and a number from {NARROWEST} to {WIDEST:,}, or “wrap off”.")
