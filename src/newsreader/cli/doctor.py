"""The checks of `newsreader doctor`: each finding is a sentence that says what to do."""

import argparse
import locale
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from newsreader import __version__, wiring
from newsreader.cli.exit_status import DONE, FAILED
from newsreader.cli.output import PASSWORD_ADVICE, flush, local, local_from, mutter, say, say_json, shows_progress
from newsreader.config.settings import Settings
from newsreader.core.counting import MEGABYTE, counted, file_size
from newsreader.core.errors import NewsreaderError
from newsreader.core.keymap import Keymap
from newsreader.core.urls import display_url, has_password
from newsreader.library.health import NextChecks, feed_health
from newsreader.library.library import Library
from newsreader.wiring import Config

_LARGE: Final = 200 * MEGABYTE
_MUCH: Final = 8 * MEGABYTE
"""So much unused space is worth a sentence, where it is a fifth of the store."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check. `message` says what was found and, where it is not `ok`, what to do."""

    check: str
    ok: bool
    message: str


def examine(config: Config) -> Iterator[Finding]:
    """Check config, store, feeds and terminal; each finding comes when it is found."""
    yield Finding("program", True, f"newsreader {__version__}, Python {sys.version.split()[0]}, {sys.platform}")
    yield from _config(config)
    try:
        with wiring.open_library(config) as library:
            yield from _store(config, library)
            yield from _feeds(library)
    except NewsreaderError as error:
        yield Finding("store", False, str(error))
        if said := wiring.save_damaged(config.paths, error):
            yield Finding("store", False, said)
    yield from _terminal()


def _config(config: Config) -> Iterator[Finding]:
    settings = config.settings
    problems = [*map(str, config.problems), *Keymap(settings.keys, settings.key_places).problems, *_theme(settings)]
    if not problems:
        count = counted(len(config.subscriptions.feeds), "subscription")
        yield Finding("config", True, f"{config.paths.config_dir}: {count}, no mistakes")
    for problem in problems:
        yield Finding("config", False, problem)
    for one in config.subscriptions.feeds:
        if one.asking.insecure_tls:
            message = (
                f"The certificate of {display_url(one.url)} is not checked (insecure_tls in feeds.toml): whoever is on "
                "the way can read and change what it says."
            )
            yield Finding("tls", True, message)
        if has_password(one.url):
            message = (
                f"The address of {display_url(one.url)} in feeds.toml holds a password in clear. {PASSWORD_ADVICE}"
            )
            yield Finding("login", True, message)


def _theme(settings: Settings) -> Iterator[str]:
    if settings.theme is not None:
        from newsreader.tui.themes import theme_problem  # with all of Textual's

        if problem := theme_problem(settings.theme):
            yield problem


def _store(config: Config, library: Library) -> Iterator[Finding]:
    with _patience(library.store.upkeep.size_bytes()):
        health = library.health()
    size = file_size(health.size_bytes)
    path = config.paths.store_file
    yield Finding("store", not health.faults, f"{path}: {counted(health.entries, 'entry')}, {size}")
    space = library.store.retention.space()
    pictures = wiring.open_images(config.paths).size_bytes()
    advice = "; “newsreader prune” gives it back" if space.free > space.total / 5 and space.free > _MUCH else ""
    if not config.says_what_to_keep:
        advice += "; nothing is removed until the mistakes in feeds.toml are mended"
    parts = f"search index {file_size(space.index)}, free {file_size(space.free)}{advice}"
    yield Finding("size", True, f"store {size}, of that {parts}; pictures {file_size(pictures)}")
    for copy in library.store.upkeep.copies():
        size = file_size(copy.stat().st_size)
        yield Finding("copy", True, f"{copy}: the store before an update, {size}; delete it if all is well")
    for fault in health.faults:
        yield Finding("store", False, fault)


@contextmanager
def _patience(size: int) -> Iterator[None]:
    """In a terminal, say what takes so long: a store of a million entries is read for half a minute."""
    shows = size > _LARGE and shows_progress()
    if shows:
        mutter(f"Reading all of the store, {file_size(size)} …")
    try:
        yield
    finally:
        if shows:
            mutter("\r\x1b[K")


def _feeds(library: Library) -> Iterator[Finding]:
    """What the user has paused is no problem, whatever its last check met."""
    feeds = feed_health(library)
    failing = [one.feed for one in feeds if one.trouble in ("gone", "failing")]
    told = {
        "{} failed lately": sum(one.trouble == "shaky" for one in feeds),
        "{} paused": sum(one.trouble == "paused" for one in feeds),
        "{} never fetched yet (newsreader refresh --all)": sum(one.trouble == "unchecked" for one in feeds),
    }
    more = "".join(f", {words.format(count)}" for words, count in told.items() if count)
    yield Finding("feeds", True, f"{counted(len(feeds), 'feed')}, {len(failing)} failing{more}")
    checks = NextChecks(library)
    for feed in failing:
        again = local_from(checks.at(feed), "soon") if checks.by_itself(feed) else "only when you ask"
        then = "look for its new address, or unsubscribe" if feed.paused else f"next try {again}"
        since = f" Since {local(feed.failing_since)}; {then}."
        address = display_url(feed.url)
        name = address if feed.title == address else f"{feed.title} ({address})"
        yield Finding("feed", False, f"{name}: {feed.error}{since}")


def _terminal() -> Iterator[Finding]:
    if not sys.stdout.isatty():
        yield Finding("terminal", True, "Standard output is no terminal; nothing to check")
        return
    columns, rows = shutil.get_terminal_size()
    encoding = (sys.stdout.encoding or locale.getpreferredencoding()).lower()
    term = os.environ.get("TERM", "")
    yield Finding("terminal", True, f"{columns}×{rows}, TERM={term or 'not set'}, {encoding}")
    if encoding.replace("-", "") != "utf8":
        yield Finding("terminal", False, "The terminal is not UTF-8: set LANG to a UTF-8 locale such as C.UTF-8.")
    if term in ("", "dumb"):
        message = (
            f"TERM={term or 'not set'} names no terminal that can show the reader: set it to what yours is, such as "
        )
        yield Finding("terminal", False, f"{message}xterm-256color, or read with “newsreader --plain”.")
    if columns < 40 or rows < 10:
        yield Finding("terminal", False, "The window is too small to read in: make it at least 40×10.")


def doctor(config: Config, arguments: argparse.Namespace) -> int:
    sound = True
    for finding in examine(config):
        sound = sound and finding.ok
        if arguments.json:
            say_json({"check": finding.check, "ok": finding.ok, "message": finding.message})
        else:
            say(f"{'ok     ' if finding.ok else 'PROBLEM'}  {finding.check}: {finding.message}")
        flush()
    return DONE if sound else FAILED
