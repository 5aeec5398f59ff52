"""The sockets that libcurl is given."""

import socket
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any, Final

import pycurl  # type: ignore[import-untyped]

from newsreader.fetch.addresses import IPAddress

_KEPT_FREE: Final = 160
"""Files for all else: the usual connections, those that are kept, the store, other processes."""

_FILES: Final = 2
"""Of a connection: its socket, and pycurl's copy."""


def opening(allowed: Callable[[IPAddress], bool]) -> Callable[[int, Any], Any]:
    """Makes the socket of a connection; none to an address that is not `allowed`, however libcurl came by it."""

    def opened(_: int, address: Any) -> Any:
        family, kind, protocol, place = address
        if not allowed(ip_address(place[0])):
            return pycurl.SOCKET_BAD
        try:
            return _Lent(socket.socket(family, kind, protocol))
        except OSError:
            return pycurl.SOCKET_BAD

    return opened


class _Lent:
    """A socket of which pycurl takes a copy; this one is closed when it is done with that."""

    def __init__(self, lent: socket.socket) -> None:
        self._lent = lent

    def fileno(self) -> int:
        return self._lent.fileno()

    def __del__(self) -> None:
        self._lent.close()


def room() -> int:
    """How many connections this process may have beside the usual ones, by the number of files it may open."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return _KEPT_FREE
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return _KEPT_FREE if limit == resource.RLIM_INFINITY else max(0, (limit - _KEPT_FREE) // _FILES)


def lack() -> int:
    """Why no socket and copy of it can be had now, as the system's number, 0 where they can: libcurl does not tell."""
    try:
        pair = socket.socketpair()
    except OSError as error:
        return error.errno or 0
    for one in pair:
        one.close()
    return 0
