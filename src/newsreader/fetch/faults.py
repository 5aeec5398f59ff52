"""Faults of the network and of HTTP, as sentences."""

import errno
import socket
import ssl
from collections.abc import Iterator
from typing import Final, NamedTuple

import aiohttp
from aiohttp.http_exceptions import BadStatusLine, ContentLengthError, LineTooLong, TransferEncodingError

from newsreader.core.text import clean_line
from newsreader.fetch import answers
from newsreader.fetch.addresses import WrongSideError
from newsreader.fetch.decoding import ended_early

# Not every system has every code, and some have several for one thing.
_UNKNOWN_NAME: Final = {getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name)}

_NO_ROUTE: Final = frozenset({errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})

_CONNECTION: Final = {
    errno.ECONNREFUSED: "{host} refuses connections: nothing answers there.",
    errno.EHOSTUNREACH: "{host} cannot be reached: there is no way to it.",
    errno.EHOSTDOWN: "{host} cannot be reached: it is down.",
    errno.ETIMEDOUT: "{host} did not answer in time.",
    errno.EMFILE: "Too many files are open in this program; a later refresh tries again.",
    errno.ENFILE: "Too many files are open on this computer; a later refresh tries again.",
}


class Fault(NamedTuple):
    """What went wrong, as a sentence. `offline`: most likely this machine's own connection."""

    reason: str
    offline: bool = False


class ProxyUnreachableError(OSError):
    """A SOCKS proxy does not answer."""


class ProxyRefusedError(OSError):
    """A SOCKS proxy does not connect."""


class ProxyLoginError(OSError):
    """A SOCKS proxy wants another name and password, or any."""


def of(error: aiohttp.ClientError | OSError, host: str, *, is_users_proxy: bool = False) -> Fault:
    """The fault behind an error of aiohttp or of the system. Certificates are not dealt with here.

    `is_users_proxy`: a proxy that is set for the feed, its host or all feeds, not one of the environment.
    """
    proxy = f"The proxy set for {host}" if is_users_proxy else "The proxy set in the environment"
    match error:
        case aiohttp.ClientProxyConnectionError() | ProxyUnreachableError():
            return Fault(f"{proxy} cannot be reached.", offline=not is_users_proxy)
        case aiohttp.ClientHttpProxyError():
            return Fault(f"{proxy} did not connect to {host} ({answers.named(error.status)}).")
        case ProxyLoginError():
            return Fault(f"{proxy} wants a name and a password, or does not accept those in its address.")
        case ProxyRefusedError():
            return Fault(f"{proxy} did not connect to {host}.")
        case aiohttp.ClientConnectorError():
            return _of_connection(error.os_error, host)
        case aiohttp.ServerDisconnectedError():
            return Fault(f"{host} closed the connection without an answer.")
        case aiohttp.ClientPayloadError():
            is_cut = any(isinstance(cause, TransferEncodingError | ContentLengthError) for cause in _causes(error))
            return Fault(str(ended_early()) if is_cut else f"{host} sent an answer that is not valid HTTP.")
        case aiohttp.ClientResponseError():
            return Fault(_of_head(error, host))
        case aiohttp.InvalidURL():
            return Fault(f"{host} is not a host that can be asked: the address is mistyped.")
        case TimeoutError():
            way = ", by way of the proxy set for it" if is_users_proxy else ""
            return Fault(f"{host} did not answer in time{way}.")
        case OSError():
            return _of_connection(error, host)
        case _:
            return Fault(f"{host} did not answer as HTTP demands ({clean_line(str(error), 80) or 'no reason given'}).")


def is_no_http(error: BaseException) -> bool:
    """Whether what came does not begin as an answer does."""
    return any(isinstance(cause, BadStatusLine) for cause in _causes(error))


def _of_head(error: aiohttp.ClientResponseError, host: str) -> str:
    causes = list(_causes(error))
    if any(isinstance(cause, LineTooLong) for cause in causes) or "too many headers" in error.message.lower():
        return f"{host} sent a header that is too large."
    if is_no_http(error):
        return f"{host} did not answer with HTTP."
    return f"{host} sent an answer that is not valid HTTP."


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause = error.__cause__
    while cause is not None:
        yield cause
        cause = cause.__cause__


def _of_connection(error: OSError, host: str) -> Fault:
    match error:
        case WrongSideError():
            return Fault(f"The addresses of {host} changed between two look-ups, which is not safe; it was not asked.")
        case socket.gaierror():
            if error.errno in _UNKNOWN_NAME:
                return Fault(f"There is no host named {host}.")
            return no_name_service(host)
        case ssl.SSLError():
            detail = (getattr(error, "reason", None) or "").replace("_", " ").lower()
            return Fault(f"No safe connection to {host} could be made{f' ({detail})' if detail else ''}.")
        case ConnectionResetError() | ConnectionAbortedError() | BrokenPipeError():  # errno may be None
            return Fault(f"{host} broke the connection off.")
        case _ if error.errno in _NO_ROUTE:
            return Fault(f"{host} cannot be reached: this computer seems to be offline.", offline=True)
        case _ if error.errno in _CONNECTION:
            return Fault(_CONNECTION[error.errno].format(host=host))
        case _:
            detail = clean_line(error.strerror or "", 80)
            return Fault(f"{host} cannot be reached{f' ({detail})' if detail else ''}.")


def no_name_service(host: str) -> Fault:
    return Fault(f"The name {host} could not be looked up; this computer may be offline.", offline=True)


def is_unknown_name(error: BaseException) -> bool:
    """Whether a name look-up ended with "no such name", which some systems also say when they are offline."""
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    return isinstance(cause, socket.gaierror) and cause.errno in _UNKNOWN_NAME
