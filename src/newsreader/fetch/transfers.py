"""Requests and answers over libcurl, on the event loop (https://curl.se/libcurl/c/, http://pycurl.io)."""

import asyncio
import errno
import os
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import pycurl  # type: ignore[import-untyped]
from multidict import CIMultiDict

from newsreader.core.urls import ascii_host
from newsreader.fetch.addresses import IPAddress
from newsreader.fetch.certificates import OTHER_HOST
from newsreader.fetch.network import Trust
from newsreader.fetch.proxies import speaks_http, usual_port, with_safe_login
from newsreader.fetch.receiving import PIECE_BYTES, Answer, Appetite, Progress, Receiver
from newsreader.fetch.sockets import lack, opening

KEEP_SECONDS: Final = 1
"""A connection is kept so long for the host's next feed; when no request has been made for as long, all are closed."""

LOOK_SECONDS: Final = 1
"""How often it is looked whether an answer must be waited for: a redirect may announce a body that never comes."""

_KEEP_MOST: Final = 32
"""So many are kept: a thousand hosts must not keep a thousand sockets open."""

_BLANKS: Final = {ord(character): " " for character in "\r\n\0"}
_SUPPRESS_CONNECT_HEADERS: Final = 265  # CURLOPT_SUPPRESS_CONNECT_HEADERS, which pycurl does not name
_UNSPECIFIED: Final = 1  # X509_V_ERR_UNSPECIFIED

NO_PROXY_NAME: Final[int] = pycurl.E_COULDNT_RESOLVE_PROXY
WEIRD_REPLY: Final = 8
PROXY_REFUSES: Final = 97
TOO_LARGE: Final = 100
"""CURLE_WEIRD_SERVER_REPLY, CURLE_PROXY, CURLE_TOO_LARGE, which pycurl does not name."""


class TransferError(Exception):
    """There is no answer.

    Attributes:
        code: One of libcurl's (CURLE_…).
        system: The system's error number, 0 where there was none.
        refusal: The status with which an HTTP proxy refuses to connect, 0 where it does not.
        certificate: Why the server's is not trusted (OpenSSL's x509_vfy.h), 0 where that is not the reason.
        at_proxy: Whether it came no further than an HTTP proxy.
        progress: How far the answer came.
    """

    def __init__(
        self,
        message: str,
        code: int,
        *,
        system: int = 0,
        refusal: int = 0,
        certificate: int = 0,
        at_proxy: bool = False,
        progress: Progress = "nothing",
    ) -> None:
        super().__init__(message)
        self.code = code
        self.system = system
        self.refusal = refusal
        self.certificate = certificate
        self.at_proxy = at_proxy
        self.progress = progress


class Way(NamedTuple):
    """How a server is reached.

    Attributes:
        addresses: What its name stands for, as text; none: the URL has an address itself, or the proxy looks it up.
        proxy: The proxy's URL, None for a direct connection.
        trust: Whose certificates are trusted.
        blindly: Whether the server's own may be anybody's. A proxy's may not.
        proxy_addresses: What the proxy's name stands for; none: its URL has an address itself.
    """

    addresses: Sequence[str]
    proxy: str | None
    trust: Trust
    blindly: bool
    proxy_addresses: Sequence[str] = ()


class Transfers:
    """Makes requests, and keeps connections for the next while there are some. Belongs to one running loop.

    Args:
        allowed: Whether an address may be connected to.
        connect_seconds: For connection and TLS handshake of one request.
        body_bytes: An answer that announces more is given up at once.
    """

    def __init__(self, *, allowed: Callable[[IPAddress], bool], connect_seconds: float, body_bytes: int) -> None:
        self._multi: Any = None
        self._idle: list[pycurl.Curl] = []
        self._under_way: dict[asyncio.Future[Any], Receiver] = {}
        self._rest: asyncio.TimerHandle | None = None
        self._look: asyncio.TimerHandle | None = None
        self._closing: asyncio.Future[None] | None = None
        self._usual: Final[tuple[tuple[int, Any], ...]] = (
            (pycurl.NOSIGNAL, 1),
            (pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1),
            (pycurl.PATH_AS_IS, 1),
            (pycurl.FOLLOWLOCATION, 0),
            (_SUPPRESS_CONNECT_HEADERS, 1),
            (pycurl.CONNECTTIMEOUT_MS, max(1, int(connect_seconds * 1000))),
            (pycurl.MAXAGE_CONN, KEEP_SECONDS),
            (pycurl.MAXFILESIZE_LARGE, body_bytes),
            (pycurl.BUFFERSIZE, PIECE_BYTES),
            (pycurl.NOPROXY, ""),
            (pycurl.OPENSOCKETFUNCTION, opening(allowed)),
        )

    async def get(self, url: str, headers: CIMultiDict[str], way: Way, appetite: Appetite) -> Answer:
        """The answer to a GET of `url`, an http or https URL without login or fragment.

        Raises:
            TransferError: There is none, or what was wanted whole of it did not come to its end.
        """
        handle = self._idle.pop() if self._idle else pycurl.Curl()
        for option, value in self._usual:
            handle.setopt(option, value)
        receiver = Receiver(appetite)
        handle.setopt(pycurl.URL, url)
        handle.setopt(pycurl.HTTPHEADER, [_header(name, value) for name, value in headers.items()])
        handle.setopt(pycurl.HEADERFUNCTION, receiver.lines.append)
        handle.setopt(pycurl.WRITEFUNCTION, receiver.write)
        _go(handle, url, way)
        code, message = pycurl.E_OK, ""
        future = self._begin().add_handle(handle)
        self._under_way[future] = receiver
        try:
            await future
        except pycurl.error as error:
            code, message = receiver.end(*error.args)
        finally:
            self._end(future)
        answer = receiver.answer(code)
        if answer is None:
            raise _failure(code or pycurl.E_GOT_NOTHING, message, handle, receiver, way)  # a part of a head is none
        # Not after a cancellation, whose handle is still in use for a moment.
        handle.reset()
        self._idle.append(handle)
        return answer

    def _begin(self) -> Any:
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None
        if self._multi is None:
            try:
                self._multi = pycurl.AsyncCurlMulti()
            except pycurl.error as error:  # it opens a pair of sockets first of all, and gives no number
                raise OSError(errno.EMFILE, str(error)) from error
            self._multi.setopt(pycurl.M_MAXCONNECTS, _KEEP_MOST)
        if self._look is None:
            self._look = asyncio.get_running_loop().call_later(LOOK_SECONDS, self._look_round)
        return self._multi

    def _look_round(self) -> None:
        self._look = None
        for future, receiver in self._under_way.items():
            if not future.done() and receiver.suffices():
                future.set_result(None)  # takes the handle away, and its connection with it
        if self._under_way:
            self._look = asyncio.get_running_loop().call_later(LOOK_SECONDS, self._look_round)

    def _end(self, future: asyncio.Future[Any]) -> None:
        del self._under_way[future]
        if not self._under_way:
            self._rest = asyncio.get_running_loop().call_later(KEEP_SECONDS, self._close_soon)

    def _close_soon(self) -> None:
        if not self._under_way:
            self._closing = asyncio.ensure_future(self._take_away())

    def _take_away(self) -> Coroutine[Any, Any, None]:
        """What closes all connections that there are. A request that is made meanwhile opens new ones."""
        multi, self._multi = self._multi, None
        handles, self._idle = self._idle, []

        async def close() -> None:
            if multi is not None:
                await multi.aclose()
            for handle in handles:
                handle.close()

        return close()

    async def close(self) -> None:
        """Close all connections; what is under way is cancelled."""
        for timer in (self._rest, self._look):
            if timer is not None:
                timer.cancel()
        self._rest = self._look = None
        if self._closing is not None:
            await self._closing
        await self._take_away()


def _header(name: str, value: str) -> bytes:
    """A header line; libcurl would leave out one without a value. What would end the line is a blank in it."""
    line = f"{name}: {value}" if value else f"{name};"
    return _bytes(line.translate(_BLANKS))


def _bytes(text: str) -> bytes:
    """What pycurl takes where text need not be ASCII."""
    return text.encode("utf-8", "surrogateescape")


def _go(handle: pycurl.Curl, url: str, way: Way) -> None:
    """Set how the server is reached."""
    handle.setopt(pycurl.PROXY, _bytes(with_safe_login(way.proxy or "")))  # "": that of the environment neither
    known = _known(url, 443 if url.startswith("https:") else 80, way.addresses)
    if way.proxy is not None:
        handle.setopt(pycurl.PROXYPORT, usual_port(way.proxy))
        known += _known(way.proxy, usual_port(way.proxy), way.proxy_addresses)
    if known:
        handle.setopt(pycurl.RESOLVE, known)
    if way.blindly:
        handle.setopt(pycurl.SSL_VERIFYPEER, 0)
        handle.setopt(pycurl.SSL_VERIFYHOST, 0)
    for ours, theirs, own in (
        (way.trust.file, pycurl.CAINFO, pycurl.PROXY_CAINFO),
        (way.trust.folder, pycurl.CAPATH, pycurl.PROXY_CAPATH),
    ):
        if ours is not None:
            handle.setopt(theirs, os.fsencode(ours))
            handle.setopt(own, os.fsencode(ours))
    if way.trust.system:
        handle.setopt(pycurl.SSL_OPTIONS, pycurl.SSLOPT_NATIVE_CA)
        handle.setopt(pycurl.PROXY_SSL_OPTIONS, pycurl.SSLOPT_NATIVE_CA)


def _known(url: str, usual: int, addresses: Sequence[str]) -> list[str]:
    """For CURLOPT_RESOLVE: what stands for the host of `url`, whose port is `usual` where it names none."""
    if not addresses:
        return []
    parts = urlsplit(url)
    # "+": no longer than any look-up of libcurl's own
    return [f"+{ascii_host(parts.hostname or '')}:{parts.port or usual}:{','.join(addresses)}"]


def _failure(code: int, message: str, handle: pycurl.Curl, receiver: Receiver, way: Way) -> TransferError:
    connected: int = handle.getinfo(pycurl.HTTP_CONNECTCODE)
    at_proxy = way.proxy is not None and speaks_http(way.proxy) and not connected
    if code != pycurl.E_PEER_FAILED_VERIFICATION:  # a proxy that is asked for http does not say how far it came
        at_proxy = at_proxy and handle.getinfo(pycurl.EFFECTIVE_URL).startswith("https:")
    return TransferError(
        message,
        code,
        system=handle.getinfo(pycurl.OS_ERRNO) or (lack() if code == pycurl.E_COULDNT_CONNECT else 0),
        refusal=connected,
        certificate=0 if at_proxy else _certificate_fault(code, handle),
        at_proxy=at_proxy,
        progress=receiver.progress,
    )


def _certificate_fault(code: int, handle: pycurl.Curl) -> int:
    if code != pycurl.E_PEER_FAILED_VERIFICATION:
        return 0
    number: int = handle.getinfo(pycurl.SSL_VERIFYRESULT)
    return number if number > _UNSPECIFIED else OTHER_HOST  # libcurl compares the names itself
