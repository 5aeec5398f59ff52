"""What the command line prints: clean text, JSON lines, times."""

import contextlib
import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final, TextIO

from newsreader.config.paths import Paths
from newsreader.core.entries import EntryState, EntrySummary
from newsreader.core.errors import NewsreaderError
from newsreader.core.feeds import FeedCounts, FeedState
from newsreader.core.intervals import full_minute
from newsreader.core.text import clean_text

PASSWORD_ADVICE: Final = "A username with password_env or password_command keeps it out of the file."

_to_json: Final = json.JSONEncoder(ensure_ascii=False).encode


class OutputError(NewsreaderError):
    """Standard output cannot be written."""


@contextmanager
def output(*, json_lines: bool) -> Iterator[None]:
    """Standard output for a command: UTF-8 for JSON lines; else characters that the terminal lacks become “?”.

    Raises:
        OutputError: Something could not be written (a full disk); a BrokenPipeError stays what it is.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        if json_lines:
            sys.stdout.reconfigure(encoding="utf-8", errors="replace")
        else:
            sys.stdout.reconfigure(errors="replace")
    yield
    flush()


def flush() -> None:
    """Write what has been said so far."""
    with _writing():
        sys.stdout.flush()


def open_closed_streams() -> None:
    """Let nothing that is opened later take the place of a standard stream that is closed (`>&-`), nor anybody miss it.

    A file or pipe in its place would get what is said, and what other processes inherit.
    """
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, os.O_RDWR)  # the lowest number that is free
            os.set_inheritable(handle, True)
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, os.fdopen(handle, mode, errors="replace", closefd=False))


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        abandon_output()
        raise OutputError(f"The output cannot be written: {(error.strerror or str(error)).lower()}.") from error


def abandon_output() -> None:
    """Let Python not write at its end what could not be written before."""
    _abandon(sys.stdout)


def _abandon(stream: TextIO) -> None:
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def say(text: str) -> None:
    """Print text on standard output; nothing in it can steer the terminal."""
    with _writing():
        sys.stdout.write(clean_text(text) + "\n")


def give(data: bytes) -> None:
    """Write on standard output what was made clean where it was made."""
    with _writing():
        sys.stdout.buffer.write(data)


def complain(text: str) -> None:
    """Print a message on standard error, likewise clean."""
    mutter(clean_text(text) + "\n")


def shows_progress() -> bool:
    """Whether standard error is a terminal, and one on which a line can be wiped."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def mutter(text: str) -> None:
    """Write on standard error what is known to be clean. Where that cannot be done, nobody is there to be told."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        _abandon(sys.stderr)


def fault_sentence(error: BaseException, paths: Paths) -> str:
    """What is said of an error that nobody expected. Its own text is for the log: a secret may be in it."""
    kind = type(error).__name__
    return f"newsreader met a fault of its own ({kind}) and had to end. The details are in {paths.log_file}."


def say_json(value: dict[str, Any]) -> None:
    """Print one JSON object on one line, in UTF-8 without ASCII escapes."""
    say(json_line(value))


def json_line(value: dict[str, Any]) -> str:
    """One JSON object without ASCII escapes, nothing in which can steer a terminal; without a line end."""
    return clean_text(_to_json(value))


def iso(at: int | None) -> str | None:
    """Unix seconds as ISO 8601 in UTC, None as None."""
    return None if at is None else datetime.fromtimestamp(at, UTC).isoformat()


def local(at: int | None, otherwise: str = "never") -> str:
    """Unix seconds as local date and time for people."""
    return otherwise if at is None else datetime.fromtimestamp(at, UTC).astimezone().strftime("%Y-%m-%d %H:%M")


def local_from(at: int | None, otherwise: str) -> str:
    """Likewise of a moment to come, from which on something is done: a full minute, as servers' own are told."""
    return otherwise if at is None else local(full_minute(at))


def entry_object(row: EntrySummary, feed: FeedState | None, state: EntryState) -> dict[str, Any]:
    """The contract's entry object; `feed` None: its feed has been removed. What few entries have is there only then."""
    tags = [*(feed.tags if feed else ()), *state.tags]
    aside: dict[str, Any] = {"later": True} if state.later else {}
    if state.snoozed_until is not None:
        aside["snoozed_until"] = iso(state.snoozed_until)
    if state.note:
        aside["note"] = state.note
    return {
        "id": row.id,
        "feed_url": feed.url if feed else None,
        "feed_title": row.feed_title,
        "title": row.title,
        "link": row.link,
        "author": row.author,
        "published_at": iso(row.published_at),
        "updated_at": iso(row.updated_at),
        "read": row.read,
        "starred": row.starred,
        "tags": list(dict.fromkeys(tags)),
        **aside,
    }


def feed_object(feed: FeedState, counts: FeedCounts) -> dict[str, Any]:
    """The contract's feed object."""
    return {
        "url": feed.url,
        "title": feed.title,
        "folder": feed.folder,
        "tags": list(feed.tags),
        "entries": counts.entries,
        "unread": counts.unread,
        "starred": counts.starred,
        "last_checked_at": iso(feed.checked_at),
        "last_result": feed.last_result,
        "error": feed.error,
        "next_check_at": iso(feed.next_check_at),
    }
