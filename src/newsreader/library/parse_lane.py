"""Reads bodies as feeds: strict documents in place, all others behind a wall.

feedparser needs 15 s for some hostile documents and a gigabyte for others. Strictly well-formed documents are read
in place, in bounded time; everything else goes behind the wall, and a document that takes too long costs only itself.

The parsers are imported with the first body: most refreshes bring none.
"""

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final

from newsreader.core.errors import ParseError
from newsreader.core.feeds import ParsedFeed
from newsreader.core.subscriptions import PageRules
from newsreader.library.suspects import Suspects
from newsreader.library.wall import MEMORY_BYTES, Wall, WallError

SECONDS: Final = 10.0
"""A document's time. The slowest honest one known takes 0.5 s."""


class FeedReader:
    """Reads feeds and news list pages. Use as a context manager; not from two threads at once.

    Args:
        trail: A file that names the document at hand. What an earlier process ended at is read behind the wall too.
        seconds: The time of a document behind the wall.
        memory_bytes: The memory behind the wall.
    """

    def __init__(
        self, *, trail: Path | None = None, seconds: float = SECONDS, memory_bytes: int = MEMORY_BYTES
    ) -> None:
        self._suspects = Suspects(trail)
        self.wall = Wall(seconds=seconds, memory_bytes=memory_bytes)

    def __enter__(self) -> "FeedReader":
        self._suspects.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._suspects.__exit__(kind, error, trace)
        if kind is not None:  # nobody waits for what another thread may be reading
            self.cut_off()
        self.wall.end()

    def cut_off(self) -> None:
        """Break off, from another thread, what takes long; nothing more is read then."""
        self.wall.cut_off(for_good=True)

    def suspect(self, url: str) -> None:
        """Read the document from `url` behind the wall: another process may have died of it."""
        self._suspects.add(url)

    def read(self, body: bytes, *, url: str, content_type: str | None, now: int) -> ParsedFeed:
        """The feed in `body`, fetched from `url` at `now` (Unix seconds).

        Raises:
            ParseError: The body is no feed, or reading it took too long or too much memory.
        """
        from newsreader.parse.feeds import parse_feed, parse_strict, parse_tolerant

        if url in self._suspects:
            return self._behind_wall(parse_feed, body, url, content_type, now)
        self._suspects.reading(url)
        strict = parse_strict(body, url=url, content_type=content_type, now=now)
        return strict if strict is not None else self._behind_wall(parse_tolerant, body, url, content_type, now)

    def read_strict(self, body: bytes, *, url: str, content_type: str | None, now: int) -> ParsedFeed | None:
        """The feed in `body`; None where that cannot be told quickly.

        Raises:
            ParseError: It is no feed.
        """
        from newsreader.parse.feeds import parse_strict

        return None if url in self._suspects else parse_strict(body, url=url, content_type=content_type, now=now)

    def read_page(
        self,
        body: bytes,
        *,
        url: str,
        content_type: str | None,
        rules: PageRules,
        language: str | None,
        now: int,
    ) -> ParsedFeed:
        """The entries that a news list page names, as a feed.

        Raises:
            ParseError: None were found, or reading it took too long or too much memory.
        """
        from newsreader.parse.list_page import read_list_page

        try:
            return self.wall.call(
                read_list_page, body, url=url, content_type=content_type, rules=rules, language=language, now=now
            )
        except WallError as error:
            raise ParseError(str(error), url=url) from error

    def _behind_wall(
        self, parse: Callable[..., ParsedFeed], body: bytes, url: str, content_type: str | None, now: int
    ) -> ParsedFeed:
        try:
            parsed = self.wall.call(parse, body, url=url, content_type=content_type, now=now)
        except WallError as error:
            raise ParseError(str(error), url=url) from error
        self._suspects.clear(url)
        return parsed
