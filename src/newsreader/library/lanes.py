"""Bodies digested in processes beside this one, so that many changed feeds use all cores."""

import asyncio
import contextlib
import queue
import sys
from collections.abc import Callable, Sequence
from typing import Final

from newsreader.library.digest import Digest, DigestJob
from newsreader.library.lane import Lane, LaneLostError, Task, give_up

_BATCH_SECONDS: Final = 250.0
"""A batch's time; each of its documents has its own behind the wall of its lane, on a busy machine half a minute."""

_LOOK_SECONDS: Final = 0.1

COMMAND: Final = (sys.executable, "-m", "newsreader.library.lane_process")
"""Starts a lane."""


class Lanes:
    """Processes that share the jobs given to `digest`. Used on one event loop.

    Args:
        count: How many.
        command: Program and arguments that start one.
        somebody_reads: Whether they are to give way to a reader, asked now and then: it costs them a tenth more time,
            and no key any.

    Raises:
        OSError: No process can be started.
    """

    def __init__(
        self, count: int, *, command: Sequence[str] = COMMAND, somebody_reads: Callable[[], bool] = lambda: False
    ) -> None:
        self._somebody_reads = somebody_reads
        self._loop = asyncio.get_running_loop()
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._lanes: list[Lane] = []
        try:
            for _ in range(count):
                self._lanes.append(Lane(self._tasks, self._loop, command, self._lane_ended))
        except OSError:
            for lane in self._lanes:
                lane.end()
            self._tasks.put(None)
            raise
        self._started = tuple(self._lanes)
        self._watch = self._loop.create_task(self._look_after())

    async def digest(self, job: DigestJob) -> Digest:
        """What came of `job`.

        Raises:
            LaneLostError: Its lane crashed, or took too long, or there is none any more.
        """
        if not self._lanes:
            raise LaneLostError
        answer: asyncio.Future[Digest] = self._loop.create_future()
        self._tasks.put(Task(job, answer))
        return await answer

    async def close(self) -> None:
        """End the processes; jobs that they have not answered are lost."""
        self._watch.cancel()
        for lane in self._started:
            lane.end()
        self._tasks.put(None)  # each passes it on, those too that have lost their process
        for lane in self._started:
            await asyncio.to_thread(lane.join)
        self._give_up_waiting()

    def _lane_ended(self, lane: Lane) -> None:
        """A lane could not be started anew."""
        if lane in self._lanes:
            self._lanes.remove(lane)
        if not self._lanes:
            self._give_up_waiting()

    def _give_up_waiting(self) -> None:
        ends = False
        with contextlib.suppress(queue.Empty):
            while True:
                task = self._tasks.get_nowait()
                if task is not None:
                    give_up([task])
                ends = ends or task is None
        if ends:
            self._tasks.put(None)

    async def _look_after(self) -> None:
        """End those that are stuck, and let all give way once somebody reads."""
        while True:
            gives_way = self._somebody_reads()
            for lane in self._lanes:
                if lane.busy_seconds() > _BATCH_SECONDS:
                    lane.kill()
                elif gives_way:
                    lane.give_way()
            await asyncio.sleep(_LOOK_SECONDS)
