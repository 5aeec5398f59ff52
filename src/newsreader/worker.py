"""The worker process: fetches what the reader asks for. Not for people; the reader starts it."""

import argparse
import asyncio
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from newsreader import wiring
from newsreader.config.log_file import log_to_file
from newsreader.config.paths import Paths, resolve_paths
from newsreader.core.errors import NewsreaderError
from newsreader.core.events import WorkerEvent
from newsreader.library.courtesy import give_way
from newsreader.library.place import somebody_reads
from newsreader.library.worker_protocol import DiscoverRequest, FullTextRequest, ImagesRequest, RefreshRequest
from newsreader.library.worker_server import Work, serve

log = logging.getLogger(__name__)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m newsreader.worker", description=__doc__)
    parser.add_argument("--config-dir", type=Path)
    parser.add_argument("--data-dir", type=Path)
    parser.add_argument("--index", action="store_true", help="do what a refresh has left to do, and end")
    arguments = parser.parse_args()
    give_way()
    paths = resolve_paths(arguments.config_dir, arguments.data_dir, os.environ)
    log_to_file(paths)
    sys.excepthook = _log_end  # there is no terminal to tell it on
    if arguments.index:
        with wiring.open_store(paths) as library:
            library.store.upkeep.index_all(somebody_reads=lambda: somebody_reads(library))
        config = wiring.load_config(paths)
        with wiring.open_library(config) as library:
            wiring.find_copies(config, library)
            wiring.prune_by_itself(config, library, at_first=False)
        return
    # Events have the pipe to themselves: whatever a library prints goes to standard error.
    events = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    wiring.run(_serve(paths, events))


def _log_end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if isinstance(error, NewsreaderError):
        log.error("%s", error)
    else:
        log.critical("the worker process ended by a fault of the program", exc_info=(kind, error, trace))


async def _serve(paths: Paths, events: BinaryIO) -> None:
    async with wiring.late_network() as network:

        async def do(work: Work, emit: Callable[[WorkerEvent], None]) -> None:
            # feeds.toml may have been edited since the last request.
            config = wiring.load_config(paths)
            with wiring.open_library(config) as library:
                match work:
                    case RefreshRequest():
                        await wiring.refresh(config, library, network, urls=work.urls, asked=work.asked, emit=emit)
                        await asyncio.to_thread(wiring.find_copies, config, library)
                        await asyncio.to_thread(library.store.upkeep.index_all)
                        await asyncio.to_thread(wiring.prune_by_itself, config, library)
                    case FullTextRequest():
                        fetcher = await network()
                        await wiring.fetch_full_texts(config, library, fetcher, entry_id=work.entry_id, emit=emit)
                        if work.entry_id is None:
                            await wiring.catch_up(config, library, network)
                    case DiscoverRequest():
                        await wiring.discover(config, await network(), work.url, emit=emit)
                    case ImagesRequest():
                        fetcher = await network()
                        await wiring.fetch_images(config, library, fetcher, entry_id=work.entry_id, emit=emit)

        await serve(sys.stdin.buffer, events, do)


if __name__ == "__main__":
    main()
