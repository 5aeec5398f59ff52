"""Opens plain mode: lines in, sentences out."""

import io
import sys
from collections.abc import Sequence
from contextlib import suppress

from newsreader import wiring
from newsreader.cli.exit_status import DONE
from newsreader.cli.output import complain, output, say
from newsreader.cli.plain_errands import WorkerErrands
from newsreader.config.paths import Paths
from newsreader.config.settings import load_settings, write_setting
from newsreader.core.errors import StoreError
from newsreader.core.keymap import Keymap
from newsreader.library.arrangement import Arranged
from newsreader.library.browser import BrowserError, needs_terminal, open_here, open_in_browser
from newsreader.library.session import ReadingSession
from newsreader.plain.reader import PlainReader


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
        settings = loaded.settings
        usual = Arranged(settings.order, settings.headings)
        session = ReadingSession(library, unread_only=settings.unread_only, usual=usual)
        reader = PlainReader(
            session,
            keymap,
            _tell,
            WorkerErrands(library, wiring.worker_command(paths), _tell),
            settings=settings,
            keep_setting=lambda key, value: write_setting(paths.settings_file, key, value),
            feeds_list=None if library.read_only else wiring.feeds_list(paths, library),
            read_subscriptions=lambda: wiring.read_subscriptions(paths),
            browse=lambda url: _browse(url, settings.browser),
            width=width,
        )
        try:
            reader.start()
            while line := _next_line():
                if not reader.answer(line):
                    break
                with suppress(StoreError):  # another program writes: it is tried again after the next line
                    session.remember_place()
                    session.tell_store()
        finally:
            session.remember_place()
            if not library.read_only:
                library.visits.end()
    return DONE


def _next_line() -> str:
    """A line with its end, "" where the input has ended."""
    if sys.stdin.isatty():
        sys.stdout.write("> ")
        sys.stdout.flush()
    return sys.stdin.readline()


def _browse(url: str, command: Sequence[str] | None) -> None:
    """Open a web address in the browser. Raises BrowserError."""
    if command is not None or not needs_terminal():
        open_in_browser(url, command)
    elif sys.stdin.isatty() and sys.stdout.isatty():
        open_here(url)
    else:
        raise BrowserError("The browser of this machine needs a terminal; “link” says the address.")


def _tell(text: str) -> None:
    say(text)
    sys.stdout.flush()  # who reads along, or aloud, must not wait for a buffer
