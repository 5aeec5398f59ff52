"""The commands that take a list of feeds in, and write feeds or entries out."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from newsreader import wiring
from newsreader.cli.exit_status import DONE, FAILED
from newsreader.cli.finding import found, rows_of
from newsreader.cli.output import complain, entry_object, give, json_line, say
from newsreader.core.counting import counted
from newsreader.core.errors import NewsreaderError, UsageError
from newsreader.core.urls import display_url, without_secrets
from newsreader.wiring import Config

if TYPE_CHECKING:
    from newsreader.core.entries import EntryState, EntrySummary
    from newsreader.core.feeds import FeedState
    from newsreader.library.exporting import Exported
    from newsreader.library.headlines import HeadlineList
    from newsreader.library.library import Library

MOST_TOLD: Final = 50
"""Outlines that cannot be taken are told one by one up to here."""

DEFAULT_QUERY: Final = "is:starred"


def import_list(config: Config, arguments: argparse.Namespace) -> int:
    from newsreader.cli.subscribing import check_in_force
    from newsreader.library.importing import import_sentence, read_list

    check_in_force(config)
    name = "The input" if arguments.file == "-" else arguments.file
    coming = read_list(_body(arguments.file), name, config.subscriptions)
    for sentence in (*coming.notes, *coming.refused[:MOST_TOLD]):
        complain(sentence)
    if len(coming.refused) > MOST_TOLD:
        complain(f"{len(coming.refused) - MOST_TOLD:,} more cannot be taken.")
    status = DONE if coming.new or coming.known else FAILED
    if arguments.dry_run:
        for one in coming.new:
            say("\t".join((display_url(one.url), one.title or "", one.folder)))
        say(f"{import_sentence(coming, would=True)}; nothing was changed.")
        return status
    if coming.new:
        with wiring.open_library(config) as library:
            what = import_sentence(coming, would=False, short=True)
            wiring.feeds_list(config.paths, library).add_all(coming.new, what)
            library.follow(wiring.read_subscriptions(config.paths).subscriptions)
    say(f"{import_sentence(coming, would=False)}.")
    if coming.new:
        say(f"They stand in {config.paths.feeds_file}; “newsreader refresh” fetches them.")
    return status


def _body(file: str) -> bytes:
    """What a file or standard input holds, and of a huge one no more than shows that it is."""
    from newsreader.core.opml import MAX_OPML

    try:
        if file == "-":
            return sys.stdin.buffer.read(MAX_OPML + 1)
        with Path(file).expanduser().open("rb") as stream:
            return stream.read(MAX_OPML + 1)
    except OSError as error:
        raise NewsreaderError(f"{file} cannot be read: {(error.strerror or str(error)).lower()}.") from error


def export(config: Config, arguments: argparse.Namespace) -> int:
    """Write the list of feeds, or the entries that a query finds."""
    file = None if arguments.output in (None, "-") else Path(arguments.output).expanduser().absolute()
    if arguments.format == "opml":
        if arguments.query is not None:
            raise UsageError("“export opml” writes all subscriptions and takes no query.")
        return _export_list(config, file, secrets=arguments.secrets)
    if arguments.secrets:
        raise UsageError("“--secrets” is for “export opml”: no other export has addresses of feeds that are secret.")
    if arguments.format == "epub" and file is None:
        raise UsageError("An EPUB is no text to print: add “--output FILE”.")
    query = DEFAULT_QUERY if arguments.query is None else arguments.query
    with wiring.open_library(config) as library:
        headlines = found(library, query)
        headlines.whole_list()
        if not len(headlines):
            complain(f"“{query}” finds no entry; nothing was written.")
            return DONE
        count = _export_entries(library, headlines, arguments.format, f"newsreader: {query or 'all entries'}", file)
    if file is not None:
        say(f"{file}: {counted(count, 'entry')}")
    return DONE


def _export_list(config: Config, file: Path | None, *, secrets: bool) -> int:
    from newsreader.config.opml import opml_lines
    from newsreader.core.asking import USUAL
    from newsreader.core.subscriptions import WELCOME_URL

    feeds = [one for one in config.subscriptions.feeds if one.url != WELCOME_URL]
    secret = [one for one in feeds if not secrets and without_secrets(one.url) != one.url]
    for one in secret:
        complain(
            f"{display_url(one.url)} is left out: a password or key is in its address. “--secrets” writes it, too."
        )
    if any(one.asking != USUAL for one in feeds):
        complain("Logins, headers and proxies are not written; they stay in feeds.toml alone.")
    feeds = [one for one in feeds if one not in secret]
    with wiring.open_library(config) as library:
        states = [state for state, _ in library.feeds()]
    titles = {state.url: state.own_title for state in states if state.own_title}
    sites = {state.url: state.link for state in states if state.link}
    _write(file, (f"{line}\n" for line in opml_lines(feeds, titles, sites)), private=secrets)
    if file is not None:
        say(f"{file}: {counted(len(feeds), 'feed')}")
    return DONE


def _export_entries(library: "Library", headlines: "HeadlineList", form: str, title: str, file: Path | None) -> int:
    """How many entries were written: some may go meanwhile."""
    from newsreader.library import exporting

    written = 0

    def rows() -> "Iterator[tuple[EntrySummary, EntryState, Exported]]":
        nonlocal written
        for row, state in rows_of(library, headlines, len(headlines)):
            one = exporting.exported(library, row.id)
            if one is not None:
                written += 1
                yield row, state, one

    entries = (one for _, _, one in rows())
    match form:
        case "markdown":
            _write(file, exporting.markdown_parts(entries))
        case "html":
            _write(file, exporting.html_parts(entries, title))
        case "json":
            _write(file, _json_lines(library, rows()))
        case "epub" if file is not None:
            from newsreader.library.epub import write_epub

            with _writing(file) as stream:
                write_epub(stream, entries, title)
    return written


def _json_lines(library: "Library", rows: "Iterable[tuple[EntrySummary, EntryState, Exported]]") -> Iterator[str]:
    """Entry objects with their texts, of which the HTML is made anew and safe."""
    from newsreader.core.document_html import to_html
    from newsreader.core.document_text import to_text

    feeds: dict[int, FeedState | None] = {}
    for row, state, one in rows:
        if row.feed_id not in feeds:
            feeds[row.feed_id] = library.feed(row.feed_id)
        texts = {"content_text": to_text(one.body), "content_html": to_html(one.body), "full_text": one.full}
        one_object = entry_object(row, feeds[row.feed_id], state)
        # A file goes from hand to hand: what “list” tells the user's own scripts may be a secret in it.
        one_object["feed_url"] = one_object["feed_url"] and without_secrets(one_object["feed_url"])
        yield json_line(one_object | texts) + "\n"


def _write(file: Path | None, parts: Iterable[str], *, private: bool = False) -> None:
    """Write UTF-8 into a file, None: on standard output."""
    if file is None:
        for part in parts:
            give(part.encode())
        return
    with _writing(file, private=private) as stream:
        for part in parts:
            stream.write(part.encode())


@contextmanager
def _writing(file: Path, *, private: bool = False) -> Iterator[BinaryIO]:
    """Gives a file that takes the place of `file` in the end; a device or pipe is written to as it is.

    `private`: a new file is the user's alone; else as the user's umask has it.
    """
    from newsreader.config.atomic import replacing

    try:
        if file.exists() and not file.is_file() and not file.is_dir():
            with file.open("wb") as stream:
                yield stream
            return
        with replacing(file, private=private) as stream:
            yield stream
    except BrokenPipeError:
        raise
    except OSError as error:
        raise NewsreaderError(f"{file} cannot be written: {(error.strerror or str(error)).lower()}.") from error
