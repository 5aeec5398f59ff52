"""Opens plain mode: lines in, sentences out."""

import io
import sys

from newsreader import wiring
from newsreader.cli.exit_status import DONE
from newsreader.cli.output import complain, output, say
from newsreader.cli.plain_errands import WorkerErrands
from newsreader.config.paths import Paths
from newsreader.config.settings import load_settings
from newsreader.core.keymap import Keymap
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
        session = ReadingSession(library, unread_only=loaded.settings.unread_only)
        reader = PlainReader(
            session,
            keymap,
            _tell,
            WorkerErrands(library, wiring.worker_command(paths), _tell),
            feeds_list=None if library.read_only else wiring.feeds_list(paths, library),
            read_subscriptions=lambda: wiring.read_subscriptions(paths),
            width=width,
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
    return DONE


def _next_line() -> str:
    """A line with its end, "" where the input has ended."""
    if sys.stdin.isatty():
        sys.stdout.write("> ")
        sys.stdout.flush()
    return sys.stdin.readline()


def _tell(text: str) -> None:
    say(text)
    sys.stdout.flush()  # who reads along, or aloud, must not wait for a buffer
