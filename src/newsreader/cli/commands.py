"""The commands of the command line. Each takes the config and its arguments and returns the exit status."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from newsreader import wiring
from newsreader.cli.articles import extract, show
from newsreader.cli.exit_status import DONE, FAILED, SOME_FEEDS_FAILED
from newsreader.cli.finding import found, rows_of
from newsreader.cli.marking import act_of
from newsreader.cli.output import complain, entry_object, feed_object, local, say, say_json
from newsreader.cli.refresh_report import json_report, text_report
from newsreader.cli.subscribing import preview, subscribe, unsubscribe
from newsreader.cli.transfer import export, import_list
from newsreader.cli.upkeep import backup, prune
from newsreader.core.entries import EntrySummary
from newsreader.core.errors import NewsreaderError, UsageError
from newsreader.core.events import (
    FullTextEvent,
    FullTextsFinished,
    RefreshFinished,
)
from newsreader.core.feeds import FeedState
from newsreader.core.health import is_alarming
from newsreader.core.subscriptions import Subscription
from newsreader.core.urls import display_url
from newsreader.library.courtesy import give_way
from newsreader.library.health import NextChecks
from newsreader.library.indexing import complete_search_apart
from newsreader.library.library import Library
from newsreader.library.refresh_status import OFFLINE, STOPPED, result_text
from newsreader.wiring import Config

if TYPE_CHECKING:
    from newsreader.fetch.http import Fetcher


def refresh(config: Config, arguments: argparse.Namespace) -> int:
    give_way()
    asked = bool(arguments.all or arguments.urls)
    urls = arguments.urls or None
    progress = json_report if arguments.json else text_report(every=arguments.verbose)

    async def run() -> RefreshFinished:
        task = asyncio.current_task()
        assert task is not None
        loop = asyncio.get_running_loop()
        if hasattr(loop, "add_signal_handler") and sys.platform != "win32":
            loop.add_signal_handler(signal.SIGTERM, task.cancel)
        async with wiring.late_network() as network:
            finished = await wiring.refresh(config, library, network, urls=urls, asked=asked, emit=progress)
            if arguments.full:
                library.want_full_texts()
            if not finished.offline:
                await _fetch_pages(
                    config, library, network, every=arguments.full or arguments.pages, json=arguments.json
                )
            return finished

    with wiring.open_library(config) as library:
        try:
            finished = asyncio.run(run())
        except asyncio.CancelledError:
            raise NewsreaderError(STOPPED) from None
        finally:
            indexed = complete_search_apart(library.store, [*wiring.worker_command(config.paths), "--index"])
        if indexed:
            wiring.find_copies(config, library)
            wiring.prune_by_itself(config, library, at_first=False)
    if finished.offline:
        complain(f"{OFFLINE[finished.login_page]} Check the connection and try again.")
    return SOME_FEEDS_FAILED if finished.failed else DONE


async def _fetch_pages(
    config: Config, library: Library, network: Callable[[], Awaitable["Fetcher"]], *, every: bool, json: bool
) -> None:
    """Fetch the pages that wait, and what else a refresh leaves to do.

    `every`: those of teasers too. That takes as long as sites have to be spared, so it is done only where it is asked
    for; the reader's worker does it while the reader reads.
    """
    feeds = None if every else [feed.url for feed in config.subscriptions.feeds if feed.needs_pages]
    if library.store.full_texts.wanted(1, feeds):
        tell = (lambda _: None) if json else _tell_full_text
        await wiring.fetch_full_texts(config, library, await network(), feeds=feeds, emit=tell)
    await wiring.catch_up(config, library, network)


def _tell_full_text(event: FullTextEvent) -> None:
    if isinstance(event, FullTextsFinished) and (event.fetched or event.failed):
        failed = f", {event.failed} failed" if event.failed else ""
        complain(f"{event.fetched} full texts{failed}")


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


def feeds(config: Config, arguments: argparse.Namespace) -> int:
    from newsreader.library.page_probe import page_hint

    with wiring.open_library(config) as library:
        followed = library.following.by_url()
        checks = NextChecks(library)
        for feed, counts in library.feeds():
            if arguments.json:
                say_json(feed_object(replace(feed, next_check_at=checks.at(feed)), counts))
                continue
            checked = f"checked {local(feed.checked_at)}" + (f", {result_text(feed)}" if feed.last_result else "")
            next_at = checks.at(feed)
            due = f"next {local(next_at)}: {checks.reason(feed)}" if next_at is not None else checks.reason(feed)
            say(f"{feed.title}\t{display_url(feed.url)}\t{counts.unread} unread of {counts.entries}\t{checked}\t{due}")
            if feed.error:
                say(f"  {'!' if is_alarming(feed) else ' '} {feed.error}")
            if hint := page_hint(library.store, followed.get(feed.url, Subscription(feed.url))):
                say(f"    {hint}")
    return DONE


def doctor(config: Config, arguments: argparse.Namespace) -> int:
    from newsreader.cli.doctor import examine

    findings = examine(config)
    for finding in findings:
        if arguments.json:
            say_json({"check": finding.check, "ok": finding.ok, "message": finding.message})
        else:
            say(f"{'ok     ' if finding.ok else 'PROBLEM'}  {finding.check}: {finding.message}")
    return DONE if all(finding.ok for finding in findings) else FAILED


Run = Callable[[Config, argparse.Namespace], int]
COMMANDS: Final[Mapping[str, Run]] = {
    "refresh": refresh,
    "list": list_entries,
    "show": show,
    "extract": extract,
    "mark": mark,
    "feeds": feeds,
    "subscribe": subscribe,
    "unsubscribe": unsubscribe,
    "preview": preview,
    "import": import_list,
    "export": export,
    "prune": prune,
    "backup": backup,
    "doctor": doctor,
}
