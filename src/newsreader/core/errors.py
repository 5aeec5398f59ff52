"""The errors of the program, wrapped once at the border of each adapter.

`str(error)` is always a sentence for the user: what failed and, where something can be done, what to do.
"""

from pathlib import Path
from typing import NamedTuple


class NewsreaderError(Exception):
    """The root of every error that a user may see as a sentence."""


class FetchError(NewsreaderError):
    """A URL could not be fetched. `status` is the HTTP status, None where no answer came."""

    def __init__(self, message: str, *, url: str, status: int | None = None) -> None:
        super().__init__(message)
        self.url = url
        self.status = status


class ParseError(NewsreaderError):
    """A body could not be read as a feed. `url` is where the body came from."""

    def __init__(self, message: str, *, url: str) -> None:
        super().__init__(message)
        self.url = url


class ExtractError(NewsreaderError):
    """A page holds no article that could be read. `url` is where the page came from."""

    def __init__(self, message: str, *, url: str) -> None:
        super().__init__(message)
        self.url = url


class StoreError(NewsreaderError):
    """The store could not be opened, read or written; nothing was half written."""


class StoreBusyError(StoreError):
    """Another connection was writing to the store for longer than this one waits; nothing was written."""


class RefreshRunningError(NewsreaderError):
    """Another process is refreshing this store."""


class UsageError(NewsreaderError):
    """The command line asks for something that cannot be."""


class QueryError(NewsreaderError):
    """A query is mistyped. `position` is the 0-based character at which the mistake begins."""

    def __init__(self, message: str, *, position: int) -> None:
        super().__init__(message)
        self.position = position


class ConfigProblem(NamedTuple):
    """One mistake in a file of the config folder. The rest of the file still counts.

    `line` is 1-based, None where the mistake has no line (a file that cannot be read); `key` is None where the
    mistake is not at a key (a syntax error).
    """

    file: Path
    line: int | None
    key: str | None
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else str(self.file)
        return f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"


class AlreadySubscribedError(NewsreaderError):
    """What was to be added is among the subscriptions. `url` is the one that is."""

    def __init__(self, message: str, *, url: str) -> None:
        super().__init__(message)
        self.url = url


class ChangedSinceError(NewsreaderError):
    """A change cannot be taken back or made again: what it was about has been changed otherwise since."""


class ConfigError(NewsreaderError):
    """A file of the config folder cannot be used at all, or cannot be written."""

    def __init__(self, problem: ConfigProblem) -> None:
        super().__init__(str(problem))
        self.file = problem.file
        self.line = problem.line
        self.key = problem.key
