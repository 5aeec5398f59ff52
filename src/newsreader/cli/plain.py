"""Opens plain mode: lines in, sentences out."""

import asyncio
import io
import sys
from collections.abc import Sequence
from functools import partial
from typing import Final

from newsreader import wiring
from newsreader.cli.output import complain, output, say
from newsreader.config.paths import Paths
from newsreader.config.settings import load_settings
from newsreader.core.events import FeedRefreshed, RefreshFinished, RefreshStopped, WorkerEvent, WorkerLost
from newsreader.core.keymap import Keymap
from newsreader.library.indexing import complete_search_apart
from newsreader.library.library import Library
from newsreader.library.refresh_status import RefreshStatus
from newsreader.library.session import ReadingSession
from newsreader.library.worker_client import WorkerClient
from newsreader.plain.reader import PlainReader

TOLD_FEEDS: Final = 25
"""After so many feeds the progress of a refresh is told again."""


def open_plain(paths: Paths, *, width: int | None) -> int:
    """Read commands from standard input until it ends or “quit”; returns the exit status.

    Args:
        paths: The folders.
        width: Cells of an article's lines, None: they are not broken.
    """
    loaded = load_settings(paths.settings_file)
    keymap = Keymap(loaded.settings.keys, loaded.settings.key_places)
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    with output(json_lines=False), wiring.open_store(paths) as library:
        following = wiring.read_subscriptions(paths)
        if not library.read_only:
            library.follow(following.subscriptions)
        wiring.store_welcome(library)
        for problem in (*loaded.problems, *following.problems, *keymap.problems, *filter(None, [library.read_only])):
            complain(str(problem))
        session = ReadingSession(library, unread_only=loaded.settings.unread_only)
        reader = PlainReader(
            session, keymap, _tell, partial(_refresh, library, wiring.worker_command(paths)), width=width
        )
        try:
            reader.start()
            while line := _next_line():
                if not reader.answer(line):
                    break
        finally:
            if not library.read_only:
                session.remember_place()
                library.visits.end()
    return 0


def _next_line() -> str:
    """A line with its end, "" where the input has ended."""
    if sys.stdin.isatty():
        sys.stdout.write("> ")
        sys.stdout.flush()
    return sys.stdin.readline()


def _tell(text: str) -> None:
    say(text)
    sys.stdout.flush()  # who reads along, or aloud, must not wait for a buffer


def _refresh(library: Library, command: Sequence[str], urls: Sequence[str] | None) -> None:
    try:
        asyncio.run(_follow_refresh(command, urls))
    finally:
        complete_search_apart(library.store, [*command, "--index"])


async def _follow_refresh(command: Sequence[str], urls: Sequence[str] | None) -> None:
    status, ended = RefreshStatus(), asyncio.Event()

    def hear(event: WorkerEvent) -> None:
        status.hear(event)
        if isinstance(event, FeedRefreshed):
            if event.outcome in ("failed", "gone"):
                _tell(f"{event.url}: {event.reason or 'It failed.'}")
            if status.done % TOLD_FEEDS == 0:
                _tell(f"{status.done:,} of {status.total:,} feeds.")
        elif isinstance(event, RefreshFinished | RefreshStopped | WorkerLost):
            ended.set()

    client = WorkerClient(command, hear)
    _tell("Refreshing.")
    try:
        if await client.refresh(urls, asked=True):
            await ended.wait()
    finally:
        await client.stop()
    told = status.ended.replace(" · ", ", ").replace(" (! says why)", "").removesuffix(".")
    _tell(f"Refresh ended. {told}.")
