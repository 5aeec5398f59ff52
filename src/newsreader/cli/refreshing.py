"""`refresh`: the feeds that are due, in this process, and what they leave to do in one of its own."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from newsreader import wiring
from newsreader.cli.exit_status import DONE, SOME_FEEDS_FAILED
from newsreader.cli.output import complain
from newsreader.cli.refresh_report import Listener, full_text_report, json_report, text_report
from newsreader.cli.stopping import Stopping
from newsreader.core.errors import NewsreaderError, StoreError
from newsreader.core.events import RefreshFinished
from newsreader.library.courtesy import give_way
from newsreader.library.indexing import complete_search_apart
from newsreader.library.library import Library
from newsreader.library.refresh_status import OFFLINE, STOPPED
from newsreader.wiring import Config

if TYPE_CHECKING:
    from newsreader.fetch.http import Fetcher


def refresh(config: Config, arguments: argparse.Namespace) -> int:
    give_way()
    asked = bool(arguments.all or arguments.urls)
    urls = arguments.urls or None
    listener = Listener(json_report if arguments.json else text_report(every=arguments.verbose))
    stopping = Stopping()

    async def run() -> RefreshFinished:
        task = asyncio.current_task()
        assert task is not None
        stopping.watch()
        listener.stop = task.cancel
        async with wiring.late_network() as network:
            finished = await wiring.refresh(config, library, network, urls=urls, asked=asked, emit=listener)
            if arguments.full:
                library.want_full_texts()
            if not finished.offline:
                await _fetch_pages(
                    config, library, network, every=arguments.full or arguments.pages, json=arguments.json
                )
            return finished

    indexing = [*wiring.worker_command(config.paths), "--index"]
    with wiring.open_library(config) as library:
        try:
            with stopping:
                finished = wiring.run(run())
        except asyncio.CancelledError:
            with suppress(StoreError), library.impatient():  # who stops it waits for no lock
                complete_search_apart(library.store, indexing)
            interruption = KeyboardInterrupt() if stopping.interrupted else NewsreaderError(STOPPED)
            raise listener.fault or interruption from None
        if listener.fault is not None:
            raise listener.fault
        if complete_search_apart(library.store, indexing):
            wiring.find_copies(config, library)
            wiring.prune_by_itself(config, library, at_first=False)
    if finished.offline:
        then = "Then try again." if finished.login_page else "Check the connection and try again."
        complain(f"{OFFLINE[finished.login_page]} {then}")
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
        tell = (lambda _: None) if json else full_text_report()
        await wiring.fetch_full_texts(config, library, await network(), feeds=feeds, emit=tell)
    await wiring.catch_up(config, library, network)
