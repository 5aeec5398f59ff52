"""Who digests a body: this process while they are few, lanes on all cores when they are many."""

import asyncio
import logging
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Final

from newsreader.library.digest import Digest, DigestJob, digest
from newsreader.library.lane import LaneLostError
from newsreader.library.lanes import COMMAND, Lanes
from newsreader.library.parse_lane import FeedReader

log = logging.getLogger(__name__)

MANY: Final = 24
"""Bodies that are worth the start of other processes, which costs as much as a dozen of them."""

_MOST_LANES: Final = 4


class Digester:
    """Digests bodies beside the event loop. An asynchronous context manager.

    Args:
        reader: Reads those that are digested in this process, and those that a lane died of.
        lanes: Other processes at most; None: one for each core.
        command: Program and arguments that start one.
        somebody_reads: As for `Lanes`.
    """

    def __init__(
        self,
        reader: FeedReader,
        *,
        lanes: int | None = None,
        command: Sequence[str] = COMMAND,
        somebody_reads: Callable[[], bool] = lambda: False,
    ) -> None:
        self._somebody_reads = somebody_reads
        self._reader = reader
        self._count = min(os.cpu_count() or 1, _MOST_LANES) if lanes is None else lanes
        self._here = ThreadPoolExecutor(1, "digest")
        self._command = command
        self._lanes: Lanes | None = None
        self._waiting = 0

    async def __aenter__(self) -> "Digester":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._lanes is not None:
            await self._lanes.close()
            self._lanes = None
        self._here.shutdown(wait=False, cancel_futures=True)
        if kind is not None:  # nobody waits for the document at hand, which may take long
            await asyncio.to_thread(self._reader.cut_off)
        await asyncio.to_thread(self._here.shutdown)

    def expect(self, bodies: int) -> None:
        """So many are to come: the lanes start early where that is many."""
        if bodies >= MANY and self._count > 1 and self._lanes is None:
            try:
                self._lanes = Lanes(self._count, command=self._command, somebody_reads=self._somebody_reads)
            except OSError as error:
                log.warning("No other process can be started to read feeds: %s", error)
                self._count = 1

    async def digest(self, job: DigestJob) -> Digest:
        """What came of `job`. A document that crashes its reader, or hangs, costs only itself."""
        self._waiting += 1
        try:
            self.expect(self._waiting)
            if self._lanes is not None:
                try:
                    return await self._lanes.digest(job)
                except LaneLostError:
                    self._reader.suspect(job.url)
            return await asyncio.get_running_loop().run_in_executor(self._here, digest, job, self._reader)
        finally:
            self._waiting -= 1
