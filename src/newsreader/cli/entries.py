"""`list` and `mark`: entries shown and changed."""

import argparse
from collections.abc import Sequence

from newsreader import wiring
from newsreader.cli.exit_status import DONE, FAILED
from newsreader.cli.finding import found, rows_of
from newsreader.cli.marking import act_of
from newsreader.cli.output import complain, entry_object, local, say, say_json
from newsreader.core.entries import EntrySummary
from newsreader.core.errors import UsageError
from newsreader.core.feeds import FeedState
from newsreader.library.library import Library
from newsreader.wiring import Config


def list_entries(config: Config, arguments: argparse.Namespace) -> int:
    with wiring.open_library(config) as library:
        headlines = found(library, arguments.query)
        feeds: dict[int, FeedState | None] = {}
        if not 0 < arguments.limit <= len(headlines.come):
            headlines.whole_list()
        for row, state in rows_of(library, headlines, min(len(headlines), arguments.limit or len(headlines))):
            if row.feed_id not in feeds:
                feeds[row.feed_id] = library.feed(row.feed_id)
            if arguments.json:
                say_json(entry_object(row, feeds[row.feed_id], state))
            else:
                say(_entry_line(row))
    return DONE


def _entry_line(row: EntrySummary) -> str:
    state = ("unread" if not row.read else "read") + " starred" * row.starred + " later" * row.later
    return "\t".join((str(row.id), state, local(row.sort_at), row.feed_title, row.title))


def mark(config: Config, arguments: argparse.Namespace) -> int:
    if bool(arguments.ids) == (arguments.query is not None):
        raise UsageError("“mark” wants either numbers or --query, and not both.")
    act = act_of(arguments.status)
    with wiring.open_library(config) as library:
        ids = arguments.ids if arguments.query is None else found(library, arguments.query).ids.tolist()
        missing = _missing(library, arguments.ids)
        change = act(library, [number for number in ids if number not in missing])
        say(f"{len(change.ids) if change else 0} changed")
    for number in sorted(missing):
        complain(f"There is no article {number}; “newsreader list” shows their numbers.")
    return FAILED if missing else DONE


def _missing(library: Library, ids: Sequence[int]) -> set[int]:
    return {number for number in ids if library.summary(number) is None}
