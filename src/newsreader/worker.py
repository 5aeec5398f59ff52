"""The worker process: refreshes on the reader's request. Not for people; the reader starts it."""

import argparse
import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

from newsreader.config.paths import resolve_paths
from newsreader.core.events import RefreshEvent
from newsreader.library.worker_protocol import RefreshRequest
from newsreader.library.worker_server import serve
from newsreader.wiring import load_config, log_to_file, open_library, refresh


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m newsreader.worker", description=__doc__)
    parser.add_argument("--config-dir", type=Path)
    parser.add_argument("--data-dir", type=Path)
    arguments = parser.parse_args()
    paths = resolve_paths(arguments.config_dir, arguments.data_dir, os.environ)
    log_to_file(paths)
    # Events have the pipe to themselves: whatever a library prints goes to standard error.
    events = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    async def do_refresh(request: RefreshRequest, emit: Callable[[RefreshEvent], None]) -> None:
        # feeds.toml may have been edited since the last request.
        config = load_config(paths)
        with open_library(config) as library:
            await refresh(config, library, urls=request.urls, asked=request.asked, emit=emit)

    asyncio.run(serve(sys.stdin.buffer, events, do_refresh))


if __name__ == "__main__":
    main()
