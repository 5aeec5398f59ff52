"""A real HTTP server on loopback for tests: scripted answers, hits counted, requests held at a gate.

It runs in a thread of its own, for asynchronous tests, synchronous ones and those of a subprocess alike:

    with LoopbackServer() as server:
        server.serve("/feed", b"<rss/>", etag='"1"')
        ...
        assert [hit.path for hit in server.hits] == ["/feed"]

Nothing here waits for time to pass: a slow answer is one behind `hold()`, or a `Reply` that stalls.
"""

import asyncio
import gzip as gzip_module
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from server_thread import PATIENCE, ServerThread


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came. `target` is what the request line says (a whole URL where the server is used as a
    proxy), `headers` have lower-case names, `time` is monotonic seconds, `peer_port` tells connections apart."""

    method: str
    target: str
    headers: Mapping[str, str]
    time: float
    peer_port: int

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.split("?", 1)[0]


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer.

    `raw`: written exactly so instead of a status line, headers and body; then the connection is closed.
    `chunks`: the body in pieces with chunked transfer coding; it may be endless (it stops when the client leaves).
    `stall`: after all that was written the answer neither ends nor goes on until the client leaves; with `body` the
    announced length is one more than what is sent.
    """

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    chunks: Iterable[bytes] | None = None
    stall: bool = False


Answer = Callable[[Request], Reply]


class LoopbackServer(ServerThread):
    """An HTTP/1.1 server with keep-alive at a free port of 127.0.0.1, from construction to `stop()`.

    `tls` makes it https. What is not served is answered 404.
    """

    def __init__(self, *, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> None:
        self.hits: list[Request] = []
        self.most_at_once = 0
        """The highest number of requests in hand at one moment."""
        self.most_at_once_by: Counter[str] = Counter()
        """Likewise, by target and by the value of the Host header."""
        self._answers: dict[str | None, Answer] = {}
        self._now: Counter[str] = Counter()
        self._held: set[str | None] = set()  # None: all
        self._waiting = 0
        self._changed = threading.Condition()
        self._gate = asyncio.Event()
        super().__init__(host=host, tls=tls)

    def url(self, path: str = "/", *, host: str | None = None) -> str:
        """The address of `path`; `host` replaces the host's name ("localhost", "user:word@127.0.0.1")."""
        return f"{'https' if self._tls else 'http'}://{host or self.host}:{self.port}{path}"

    def serve(
        self,
        path: str,
        body: bytes | str = b"",
        *,
        content_type: str | None = "application/xml",
        etag: str | None = None,
        last_modified: str | None = None,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        gzip: bool = False,
    ) -> None:
        """Serves `body`, with 304 for a request whose validators match. `gzip`: compressed where the client takes it.

        `path` with a query is served for just that query, without one for every query.
        """
        plain = body.encode() if isinstance(body, str) else body
        packed = gzip_module.compress(plain, mtime=0) if gzip else b""
        named = {"Content-Type": content_type, "ETag": etag, "Last-Modified": last_modified}
        common = {**(headers or {}), **{name: value for name, value in named.items() if value is not None}}

        def answer(request: Request) -> Reply:
            matches = (
                request.headers.get("if-none-match") == etag
                if etag is not None and "if-none-match" in request.headers
                else last_modified is not None and request.headers.get("if-modified-since") == last_modified
            )
            if matches and status == HTTPStatus.OK:
                return Reply(304, headers={k: v for k, v in common.items() if k != "Content-Type"})
            if gzip and "gzip" in request.headers.get("accept-encoding", ""):
                return Reply(status, packed, {**common, "Content-Encoding": "gzip"})
            return Reply(status, plain, common)

        self.answer(path, answer)

    def answer(self, path: str | None, answer: Answer) -> None:
        """Every request for `path` (None: for what has no other) is answered by `answer(request)`, in the server's
        thread."""
        self._answers[path] = answer

    def script(self, path: str | None, *replies: Reply) -> None:
        """Answers `replies` one after the other; the last one for ever after."""
        left = list(replies)
        self.answer(path, lambda _: left.pop(0) if len(left) > 1 else left[0])

    def raw(self, path: str | None, data: bytes) -> None:
        """Answers with exactly these bytes, then closes the connection; None as in `answer`."""
        self.script(path, Reply(raw=data))

    def redirect(self, path: str, location: str, status: int = 302) -> None:
        self.script(path, Reply(status, headers={"Location": location}))

    def hits_of(self, path: str) -> list[Request]:
        """The requests for `path`, with whatever query."""
        return [hit for hit in self.hits if path in (hit.target, hit.path)]

    def hold(self, path: str | None = None) -> None:
        """Requests for `path` (None: all) are read and counted, but wait for `release` before they are answered."""
        with self._changed:
            self._held.add(path)

    def release(self) -> None:
        """Opens the gate for all."""
        with self._changed:
            self._held.clear()
        self._loop.call_soon_threadsafe(self._open_gate)

    def wait_until_held(self, count: int) -> None:
        """Blocks until `count` requests wait at the gate (in asynchronous tests: `await asyncio.to_thread(...)`)."""
        self._wait(lambda: self._waiting >= count)

    def wait_for_hits(self, count: int) -> None:
        """Blocks until `count` requests came in all."""
        self._wait(lambda: len(self.hits) >= count)

    def _wait(self, fulfilled: Callable[[], bool]) -> None:
        with self._changed:
            if not self._changed.wait_for(fulfilled, PATIENCE):
                raise TimeoutError(f"Too few requests: {len(self.hits)} came, {self._waiting} are held.")

    # Within the server's thread

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await self._exchange(reader, writer):
            pass

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its answer; False where the connection ends with it."""
        request = _parse(await reader.readuntil(b"\r\n\r\n"), writer.get_extra_info("peername")[1])
        keys = (request.target, request.headers.get("host", ""))
        with self._changed:
            self.hits.append(request)
            self._now.update(("", *keys))
            self.most_at_once = max(self.most_at_once, self._now[""])
            for key in keys:
                self.most_at_once_by[key] = max(self.most_at_once_by[key], self._now[key])
            self._changed.notify_all()
        try:
            if self._is_held(request):
                await self._pass_gate(request)
            named = (self._answers.get(key) for key in (request.target, request.path, None))
            answer = next(filter(None, named), None)
            reply = answer(request) if answer else Reply(404, b"Not found")
            return await _write(reply, reader, writer) and request.headers.get("connection", "").lower() != "close"
        finally:
            self._now.subtract(("", *keys))

    async def _pass_gate(self, request: Request) -> None:
        with self._changed:
            self._waiting += 1
            self._changed.notify_all()
        try:
            while self._is_held(request):
                await self._gate.wait()
        finally:
            self._waiting -= 1

    def _is_held(self, request: Request) -> bool:
        return not self._held.isdisjoint((None, request.target, request.path))

    def _open_gate(self) -> None:
        self._gate.set()
        self._gate = asyncio.Event()


def _parse(head: bytes, peer_port: int) -> Request:
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    pairs = (line.split(":", 1) for line in lines if ":" in line)
    return Request(method, target, {k.lower(): v.strip() for k, v in pairs}, time.monotonic(), peer_port)


async def _write(reply: Reply, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    if reply.raw is not None:
        writer.write(reply.raw)
        await writer.drain()
        if reply.stall:
            await reader.read()
        return False
    names = {name.lower() for name in reply.headers}
    status = HTTPStatus(reply.status) if reply.status in set(HTTPStatus) else None
    lines = [f"HTTP/1.1 {reply.status} {status.phrase if status else 'Odd'}"]
    lines += [f"{name}: {value}" for name, value in reply.headers.items()]
    if reply.chunks is not None:
        lines.append("Transfer-Encoding: chunked")
    elif "content-length" not in names and reply.status not in (204, 304):
        lines.append(f"Content-Length: {len(reply.body) + reply.stall}")
    writer.write("\r\n".join([*lines, "", ""]).encode() + reply.body)
    await writer.drain()
    for chunk in reply.chunks or ():
        writer.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))
        await writer.drain()
    if reply.stall:
        await reader.read()
        return False
    if reply.chunks is not None:
        writer.write(b"0\r\n\r\n")
        await writer.drain()
    return True
