"""The reader's side of the worker: starts it, asks it, and notices when it ends, crashes or goes silent."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from typing import Final

from newsreader.core.events import (
    FullTextsFinished,
    ImagesFinished,
    RefreshFinished,
    RefreshStopped,
    SourcesFinished,
    WorkerAlive,
    WorkerEvent,
    WorkerLost,
)
from newsreader.library.worker_protocol import (
    MAX_LINE_BYTES,
    CancelRequest,
    DiscoverRequest,
    FullTextRequest,
    ImagesRequest,
    RefreshRequest,
    Request,
    decode_event,
    encode_request,
)

log = logging.getLogger(__name__)

SILENCE_SECONDS: Final = 15.0
"""A working worker that has said nothing for so long is taken for dead."""

MAX_LOSSES: Final = 3
"""Workers lost in a row, without a finished refresh between, after which none is started by itself."""

END_SECONDS: Final = 1.0


class WorkerClient:
    """Talks to one worker process at a time; the process is started by the first request.

    Events arrive at `on_event`, on the event loop. Nothing here waits for the worker: a lost worker is an event.

    Args:
        command: Program and arguments that start a worker.
        on_event: Called with every event but WorkerAlive.
        silence: Seconds without a word from a working worker after which it is lost.
    """

    def __init__(
        self, command: Sequence[str], on_event: Callable[[WorkerEvent], None], *, silence: float = SILENCE_SECONDS
    ) -> None:
        self._command = tuple(command)
        self._on_event = on_event
        self._silence = silence
        self._process: asyncio.subprocess.Process | None = None
        self._listener: asyncio.Task[None] | None = None
        self._last_id = 0
        self._refresh_id: int | None = None
        self._discovery_id: int | None = None
        self._under_way: set[int] = set()
        self._losses = 0

    @property
    def working(self) -> bool:
        """Whether a refresh is under way."""
        return self._refresh_id is not None

    async def refresh(self, urls: Sequence[str] | None, *, asked: bool) -> bool:
        """Ask for a refresh of `urls`, None for all; False where one is under way already or no worker can be had."""
        if self.working or (self._losses >= MAX_LOSSES and not asked):
            return False
        number = self._refresh_id = self._next_id()
        return await self._ask(RefreshRequest(number, None if urls is None else tuple(urls), asked))

    async def full_text(self, entry_id: int | None) -> bool:
        """Ask for the page of an entry, None for all that are wanted; False where no worker can be had."""
        return await self._ask(FullTextRequest(self._next_id(), entry_id))

    async def images(self, entry_id: int) -> bool:
        """Ask for the pictures of an entry; False where no worker can be had."""
        return await self._ask(ImagesRequest(self._next_id(), entry_id))

    async def discover(self, url: str) -> bool:
        """Ask what can be followed behind `url`, and no longer for what was asked before; False without a worker."""
        await self.cancel_discovery()
        number = self._discovery_id = self._next_id()
        return await self._ask(DiscoverRequest(number, url))

    async def cancel_discovery(self) -> None:
        """Nothing more is heard of what was asked to be discovered."""
        number, self._discovery_id = self._discovery_id, None
        if number in self._under_way:
            self._under_way.discard(number)
            with contextlib.suppress(OSError):
                await self._send(CancelRequest(number))

    async def cancel(self) -> None:
        """Ask the worker to end the refresh under way; it still reports the end."""
        if self._refresh_id is not None:
            with contextlib.suppress(OSError):
                await self._send(CancelRequest(self._refresh_id))

    def _next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    async def _ask(self, request: Request) -> bool:
        self._under_way.add(request.id)
        try:
            await self._start()
            await self._send(request)
        except OSError as error:
            self._lost(f"The worker process cannot be started ({error.strerror}).")
            return False
        return True

    async def stop(self) -> None:
        """End the worker: it stores what it has and goes; after END_SECONDS it is killed."""
        listener, process = self._listener, self._process
        self._listener = self._process = None
        self._under_way.clear()
        self._refresh_id = None
        if listener is not None:
            listener.cancel()
            await asyncio.gather(listener, return_exceptions=True)
        if process is not None:
            await _end(process)

    async def _start(self) -> None:
        if self._process is not None and self._process.returncode is None:
            return
        pipe = asyncio.subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=pipe,
            stdout=pipe,
            stderr=asyncio.subprocess.DEVNULL,
            limit=MAX_LINE_BYTES,
            start_new_session=True,  # a Ctrl-C or hang-up of the terminal is the reader's to handle
        )
        self._listener = asyncio.create_task(self._listen(self._process))

    async def _send(self, request: Request) -> None:
        if self._process is None or self._process.stdin is None:
            return
        self._process.stdin.write(encode_request(request))
        await self._process.stdin.drain()

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while True:
            try:
                async with asyncio.timeout(self._silence if self._under_way else None):
                    line = await process.stdout.readline()
            except TimeoutError:
                if not self._under_way:
                    continue
                reason = f"The worker process has said nothing for {self._silence:g} seconds and was ended."
                break
            except ValueError:
                reason = "The worker process sent something that is no message and was ended."
                break
            if not line:
                reason = f"The worker process has ended unexpectedly (status {await process.wait()})."
                break
            self._hear(line)
        self._process = self._listener = None
        await _end(process)
        if self._under_way:
            self._lost(f"{reason} What it had fetched is stored; refresh to go on. The log says more.")

    def _hear(self, line: bytes) -> None:
        message = decode_event(line)
        if message is None or message[0] not in self._under_way:
            return
        number, event = message
        if isinstance(event, WorkerAlive):
            return
        if isinstance(event, RefreshStopped) and number == self._discovery_id:
            event = SourcesFinished(event.reason)
        if isinstance(event, RefreshFinished | RefreshStopped | FullTextsFinished | ImagesFinished | SourcesFinished):
            self._under_way.discard(number)
            if number == self._refresh_id:
                self._refresh_id = None
            self._losses = 0
        self._on_event(event)

    def _lost(self, reason: str) -> None:
        self._under_way.clear()
        self._refresh_id = None
        self._losses += 1
        log.error("%s", reason)
        self._on_event(WorkerLost(reason))


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.stdin is not None:
        process.stdin.close()
    try:
        async with asyncio.timeout(END_SECONDS):
            await process.wait()
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
