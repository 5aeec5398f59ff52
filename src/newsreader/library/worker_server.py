"""The worker's side: requests in, events out, until the reader closes the pipe."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Awaitable, Callable
from typing import BinaryIO

from newsreader.core.errors import NewsreaderError
from newsreader.core.events import RefreshEvent, RefreshStopped, WorkerAlive, WorkerEvent
from newsreader.library.worker_protocol import (
    ALIVE_SECONDS,
    MAX_LINE_BYTES,
    CancelRequest,
    RefreshRequest,
    decode_request,
    encode_event,
)

log = logging.getLogger(__name__)

DoRefresh = Callable[[RefreshRequest, Callable[[RefreshEvent], None]], Awaitable[None]]


async def serve(requests: BinaryIO, events: BinaryIO, do_refresh: DoRefresh) -> None:
    """Obey requests until `requests` ends; then the work under way is cancelled, with all that it fetched stored.

    The requests are read on a thread of their own: a pipe can be waited for so on every system, Windows included.
    """
    loop = asyncio.get_running_loop()
    inbox: asyncio.Queue[bytes] = asyncio.Queue()

    def read() -> None:
        with contextlib.suppress(RuntimeError):  # the loop has closed: nobody listens any more
            while line := requests.readline(MAX_LINE_BYTES + 1):
                loop.call_soon_threadsafe(inbox.put_nowait, line)
            loop.call_soon_threadsafe(inbox.put_nowait, b"")

    threading.Thread(target=read, daemon=True).start()
    work: asyncio.Task[None] | None = None
    while line := await inbox.get():
        match decode_request(line):
            case RefreshRequest() as request if work is not None and not work.done():
                _send(events, request.id, RefreshStopped("A refresh is under way already."))
            case RefreshRequest() as request:
                work = asyncio.create_task(_refresh(request, events, do_refresh))
            case CancelRequest() if work is not None:
                work.cancel()
            case _:
                pass
    if work is not None:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


async def _refresh(request: RefreshRequest, events: BinaryIO, do_refresh: DoRefresh) -> None:
    alive = asyncio.create_task(_say_alive(request.id, events))
    try:
        await do_refresh(request, lambda event: _send(events, request.id, event))
    except asyncio.CancelledError:
        _send(events, request.id, RefreshStopped("The refresh was stopped; what had been fetched is stored."))
    except NewsreaderError as error:
        _send(events, request.id, RefreshStopped(str(error)))
    except Exception as error:
        log.exception("refresh failed")
        reason = f"The refresh failed by a fault of the program ({type(error).__name__}); the log has the details."
        _send(events, request.id, RefreshStopped(reason))
    finally:
        alive.cancel()


async def _say_alive(request_id: int, events: BinaryIO) -> None:
    while True:
        await asyncio.sleep(ALIVE_SECONDS)
        _send(events, request_id, WorkerAlive())


def _send(events: BinaryIO, request_id: int, event: WorkerEvent) -> None:
    with contextlib.suppress(BrokenPipeError):  # the reader has gone; the end of `requests` ends the worker
        events.write(encode_event(request_id, event))
        events.flush()
