"""The worker's side: requests in, events out, until the reader closes the pipe."""

import asyncio
import contextlib
import functools
import logging
import threading
from collections.abc import Awaitable, Callable
from typing import BinaryIO

from newsreader.core.errors import NewsreaderError
from newsreader.core.events import RefreshStopped, WorkerAlive, WorkerEvent
from newsreader.library.refresh_status import STOPPED
from newsreader.library.worker_protocol import (
    ALIVE_SECONDS,
    MAX_LINE_BYTES,
    CancelRequest,
    DiscoverRequest,
    FullTextRequest,
    ImagesRequest,
    RefreshRequest,
    decode_request,
    encode_event,
)

log = logging.getLogger(__name__)

Work = RefreshRequest | FullTextRequest | ImagesRequest | DiscoverRequest
Do = Callable[[Work, Callable[[WorkerEvent], None]], Awaitable[None]]


async def serve(requests: BinaryIO, events: BinaryIO, do: Do) -> None:
    """Obey requests until `requests` ends; then the work under way is cancelled, with all that it fetched stored.

    One refresh goes at a time; full texts and pictures are fetched beside it. The requests are read on a thread of
    their own: a pipe can be waited for so on every system, Windows included.
    """
    loop = asyncio.get_running_loop()
    inbox: asyncio.Queue[bytes] = asyncio.Queue()

    def read() -> None:
        with contextlib.suppress(RuntimeError):  # the loop has closed: nobody listens any more
            while line := requests.readline(MAX_LINE_BYTES + 1):
                loop.call_soon_threadsafe(inbox.put_nowait, line)
            loop.call_soon_threadsafe(inbox.put_nowait, b"")

    threading.Thread(target=read, daemon=True).start()
    tasks: dict[Work, asyncio.Task[None]] = {}
    while line := await inbox.get():
        match decode_request(line):
            case RefreshRequest(number) if any(isinstance(work, RefreshRequest) for work in tasks):
                _send(events, number, RefreshStopped("A refresh is under way already."))
            case RefreshRequest() | FullTextRequest() | ImagesRequest() | DiscoverRequest() as work:
                tasks[work] = asyncio.create_task(_work(work, events, do))
                tasks[work].add_done_callback(functools.partial(_forget, tasks, work))
            case CancelRequest(number):
                for work in [work for work in tasks if work.id == number]:
                    tasks[work].cancel()
            case None:
                pass
    left = list(tasks.values())
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


def _forget(tasks: dict[Work, asyncio.Task[None]], work: Work, _: asyncio.Task[None]) -> None:
    tasks.pop(work, None)


async def _work(work: Work, events: BinaryIO, do: Do) -> None:
    alive = asyncio.create_task(_say_alive(work.id, events))
    try:
        await do(work, lambda event: _send(events, work.id, event))
    except asyncio.CancelledError:
        _send(events, work.id, RefreshStopped(STOPPED))
    except NewsreaderError as error:
        _send(events, work.id, RefreshStopped(str(error)))
    except Exception as error:
        log.exception("a request failed")
        reason = f"The worker failed by a fault of the program ({type(error).__name__}); the log has the details."
        _send(events, work.id, RefreshStopped(reason))
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
