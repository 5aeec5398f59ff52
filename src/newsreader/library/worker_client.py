"""The reader's side of the worker: starts it, asks it, and notices when it ends, crashes or goes silent."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from typing import Final

from newsreader.core.events import (
    FullTextsFinished,
    FullTextTried,
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
        self._starting = asyncio.Lock()
        self._under_way: dict[int, tuple[Request, asyncio.subprocess.Process | None]] = {}
        """Requests by their numbers, each with the process that it was sent to."""
        self._patience: asyncio.Timeout | None = None
        """For the next word of the process, while it is listened to."""
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
        return await self._ask(DiscoverRequest(self._next_id(), url))

    async def cancel_discovery(self) -> None:
        """Nothing more is heard of what was asked to be discovered."""
        for number in [one for one, (asked, _) in self._under_way.items() if isinstance(asked, DiscoverRequest)]:
            del self._under_way[number]
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
        self._under_way[request.id] = (request, None)
        try:
            process = await self._start()
        except OSError as error:
            self._lost(f"The worker process cannot be started ({error.strerror}).", [request.id])
            return False
        if request.id in self._under_way:
            self._under_way[request.id] = (request, process)
            if self._patience is not None and self._patience.when() is None:
                self._patience.reschedule(asyncio.get_running_loop().time() + self._silence)
            with contextlib.suppress(OSError):  # it has just ended: whoever listens to it says so
                await self._send(request)
        return True

    async def stop(self) -> None:
        """End the worker: it stores what it has and goes; after END_SECONDS it is killed."""
        self._under_way.clear()
        self._refresh_id = None
        async with self._starting:
            listener, process = self._listener, self._process
            self._listener = self._process = None
        if listener is not None:
            listener.cancel()
            await asyncio.gather(listener, return_exceptions=True)
        if process is not None:
            await _end(process)

    async def _start(self) -> asyncio.subprocess.Process:
        """The worker; several that ask at the same time have the same one."""
        async with self._starting:
            if self._process is not None and self._process.returncode is None:
                return self._process
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
            return self._process

    async def _send(self, request: Request) -> None:
        if self._process is None or self._process.stdin is None:
            return
        self._process.stdin.write(encode_request(request))
        await self._process.stdin.drain()

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        while True:
            try:
                line = await self._next_line(process)
            except TimeoutError:
                if not self._asked_of(process):
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
        if self._process is process:
            self._process = self._listener = None
        await _end(process)
        if lost := self._asked_of(process):
            self._lost(f"{reason} What it had fetched is stored; refresh to go on. The log says more.", lost)

    async def _next_line(self, process: asyncio.subprocess.Process) -> bytes:
        """Waits for ever while nothing is asked of it. Raises TimeoutError, and ValueError where a line has no end."""
        assert process.stdout is not None
        async with asyncio.timeout(self._silence if self._asked_of(process) else None) as patience:
            self._patience = patience
            try:
                return await process.stdout.readline()
            finally:
                self._patience = None

    def _asked_of(self, process: asyncio.subprocess.Process) -> list[int]:
        return [number for number, (_, sent_to) in self._under_way.items() if sent_to is process]

    def _hear(self, line: bytes) -> None:
        message = decode_event(line)
        if message is None or message[0] not in self._under_way:
            return
        number, event = message
        if isinstance(event, WorkerAlive):
            return
        events: Sequence[WorkerEvent] = [event]
        if isinstance(event, RefreshFinished | RefreshStopped | FullTextsFinished | ImagesFinished | SourcesFinished):
            request, _ = self._under_way.pop(number)
            if number == self._refresh_id:
                self._refresh_id = None
            self._losses = 0
            if isinstance(event, RefreshStopped):
                events = _stopped(request, event)
        for one in events:
            self._on_event(one)

    def _lost(self, reason: str, numbers: Sequence[int]) -> None:
        for number in numbers:
            self._under_way.pop(number, None)
        if self._refresh_id in numbers:
            self._refresh_id = None
        self._losses += 1
        log.error("%s", reason)
        self._on_event(WorkerLost(reason))


def _stopped(request: Request, event: RefreshStopped) -> Sequence[WorkerEvent]:
    """What it means that a request was stopped: only a refresh is stopped as such."""
    match request:
        case FullTextRequest(_, None):
            return [FullTextsFinished(0, 0, event.reason)]
        case FullTextRequest(_, int(entry_id)):
            return [FullTextTried(entry_id, event.reason), FullTextsFinished(0, 1)]
        case ImagesRequest(_, entry_id):
            log.warning("The pictures of an article could not be fetched: %s", event.reason)
            return [ImagesFinished(entry_id, 0, 0)]
        case DiscoverRequest():
            return [SourcesFinished(event.reason)]
    return [event]


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
