"""The tolerant feed reader behind a wall: a child process with a clock and a memory limit.

feedparser needs 15 s for some hostile documents and a gigabyte for others. Strictly well-formed documents are read
in place, in bounded time; everything else goes through here, and a document that takes too long costs only itself.
"""

import contextlib
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Final

from newsreader.core.errors import ParseError
from newsreader.core.feeds import ParsedFeed
from newsreader.library.suspects import Suspects
from newsreader.parse.feeds import parse_feed, parse_strict, parse_tolerant

SECONDS: Final = 10.0
"""A document's time. The slowest honest one known takes 0.5 s."""

MEMORY_BYTES: Final = 1 << 30

_Job = tuple[Callable[..., ParsedFeed], bytes, str, str | None, int]
"""Which of parse's readers, and what it is given."""


class FeedReader:
    """Reads bodies as feeds: strict documents here, the others in a child process that can be killed.

    The child starts with the first document that needs it. Use as a context manager; not from two threads at once.

    Args:
        trail: A file that names the document at hand. What an earlier process ended at is read behind the wall too.
        seconds: The time of a document in the child.
        memory_bytes: The child's memory.
    """

    def __init__(
        self, *, trail: Path | None = None, seconds: float = SECONDS, memory_bytes: int = MEMORY_BYTES
    ) -> None:
        self._suspects = Suspects(trail)
        self._seconds = seconds
        self._memory_bytes = memory_bytes
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> "FeedReader":
        self._suspects.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._suspects.__exit__(kind, error, trace)
        self._end_child()

    def read(self, body: bytes, *, url: str, content_type: str | None, now: int) -> ParsedFeed:
        """The feed in `body`, fetched from `url` at `now` (Unix seconds).

        Raises:
            ParseError: The body is no feed, or reading it took too long or too much memory.
        """
        if url in self._suspects:
            return self._read_behind_wall(parse_feed, body, url, content_type, now)
        self._suspects.reading(url)
        strict = parse_strict(body, url=url, content_type=content_type, now=now)
        return strict if strict is not None else self._read_behind_wall(parse_tolerant, body, url, content_type, now)

    def _read_behind_wall(
        self, parse: Callable[..., ParsedFeed], body: bytes, url: str, content_type: str | None, now: int
    ) -> ParsedFeed:
        job: _Job = (parse, body, url, content_type, now)
        pipe = self._start_child()
        try:
            pipe.send(job)
            answered = pipe.poll(self._seconds)
            answer = pipe.recv() if answered else None
        except (EOFError, OSError):
            self._end_child()
            raise ParseError(
                "The feed's document made its reader crash; it is left out until it changes.", url=url
            ) from None
        if answer is None:
            self._end_child()
            raise ParseError(
                f"The feed's document could not be read within {self._seconds:g} seconds; it is left out.", url=url
            )
        if isinstance(answer, ParsedFeed):
            self._suspects.clear(url)
            return answer
        raise ParseError(str(answer), url=url)

    def _start_child(self) -> Connection:
        if self._pipe is not None and self._process is not None and self._process.is_alive():
            return self._pipe
        self._end_child()
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._memory_bytes), daemon=True)
        self._process.start()
        theirs.close()
        self._pipe = ours
        return ours

    def _end_child(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        self._pipe = self._process = None


def _serve(pipe: Connection, memory_bytes: int) -> None:
    """The child: one job in, one ParsedFeed or one sentence out, until the pipe closes."""
    _limit_memory(memory_bytes)
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            parse, body, url, content_type, now = pipe.recv()
            try:
                answer: ParsedFeed | str = parse(body, url=url, content_type=content_type, now=now)
            except ParseError as error:
                answer = str(error)
            except MemoryError:
                answer = "The feed's document needs too much memory to be read; it is left out."
            except RecursionError:
                answer = "The feed's document is nested too deeply to be read; it is left out."
            pipe.send(answer)


def _limit_memory(memory_bytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the clock still holds
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
