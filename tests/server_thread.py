"""What listens on loopback for a test, in a thread of its own: a server, a proxy."""

import asyncio
import contextlib
import ssl
import threading
from abc import ABC, abstractmethod
from typing import Final, Self

PATIENCE = 20.0
"""Seconds after which a wait in a test is a failure; never reached in a run that passes."""

ENDS: Final = (OSError, asyncio.IncompleteReadError)
"""How a conversation ends when the other side leaves; ssl's and asyncio's own errors are kinds of OSError."""


class ServerThread(ABC):
    """Listens at a free port of `host` from construction to `stop()`, with TLS where `tls` is given.

    A subclass sets what `converse` needs before it calls `__init__`.
    """

    def __init__(self, *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.host = host
        self.port = 0
        self._tls = tls
        self._loop = asyncio.new_event_loop()
        self._quit = asyncio.Event()
        self._ready = threading.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, name=type(self).__name__, daemon=True)
        self._thread.start()
        if not self._ready.wait(PATIENCE) or not self.port:
            raise RuntimeError(f"Nothing could be started on {host}.")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Closes every connection and the port. May be called twice."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._quit.set)
            self._thread.join(PATIENCE)

    @property
    def open_connections(self) -> int:
        return len(self._tasks)

    @abstractmethod
    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, from its first byte on, in the server's thread; it is closed afterwards."""

    # Within the server's thread

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._main())
        finally:
            self._ready.set()
            self._loop.close()

    async def _main(self) -> None:
        server = await asyncio.start_server(self._connected, self.host, 0, limit=1 << 20, ssl=self._tls, backlog=512)
        self.port = server.sockets[0].getsockname()[1]
        self._loop.set_exception_handler(lambda *_: None)  # clients that leave in a TLS handshake are no fault
        self._ready.set()
        await self._quit.wait()
        await self._close_with_all(server)

    async def _close_with_all(self, server: asyncio.Server) -> None:
        # From its acceptance to the end of its TLS handshake a connection is a task of asyncio's own, which closes it
        # where it is cancelled, but not before its first turn, and not after the server was closed.
        for listening in server.sockets:
            self._loop.remove_reader(listening.fileno())
        await _some_turns()
        server.close()
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)
            await _some_turns()

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = self._loop.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: writer.transport.abort())  # one cancelled before it began closes nothing

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(*ENDS):
                await self.converse(reader, writer)
        finally:
            writer.close()
            with contextlib.suppress(*ENDS):
                await writer.wait_closed()


async def _some_turns() -> None:
    """As many turns of the loop as it takes to make a task of what was accepted, and to close what was aborted."""
    for _ in range(6):
        await asyncio.sleep(0)
