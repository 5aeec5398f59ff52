"""Faults of the network and of HTTP, as sentences."""

import errno
import os
import re
import socket
from typing import Final, Literal, NamedTuple

import pycurl  # type: ignore[import-untyped]

from newsreader.core.text import clean_line
from newsreader.fetch import answers
from newsreader.fetch.addresses import WrongSideError
from newsreader.fetch.decoding import ended_early
from newsreader.fetch.transfers import PROXY_REFUSES, TOO_LARGE, WEIRD_REPLY, TransferError

# Not every system has every code, and some have several for one thing.
_UNKNOWN_NAME: Final = {getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name)}

_NO_ROUTE: Final = frozenset({errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})
_BROKEN_OFF: Final = frozenset({errno.ECONNRESET, errno.ECONNABORTED, errno.EPIPE})

_CONNECTION: Final = {
    errno.ECONNREFUSED: "{host} refuses connections: nothing answers there.",
    errno.EHOSTUNREACH: "{host} cannot be reached: there is no way to it.",
    errno.EHOSTDOWN: "{host} cannot be reached: it is down.",
    errno.ETIMEDOUT: "{host} did not answer in time.",
    errno.EMFILE: "Too many files are open in this program; a later refresh tries again.",
    errno.ENFILE: "Too many files are open on this computer; a later refresh tries again.",
}


_CODES: Final = {
    pycurl.E_OPERATION_TIMEDOUT: "{host} did not answer in time.",
    pycurl.E_COULDNT_RESOLVE_HOST: "The name {host} cannot be looked up; perhaps there is no such host.",
    pycurl.E_GOT_NOTHING: "{host} closed the connection without an answer.",
    pycurl.E_FILESIZE_EXCEEDED: "{host} sends more than any feed should need.",
    pycurl.E_PARTIAL_FILE: str(ended_early()),
    pycurl.E_URL_MALFORMAT: "{host} is not a host that can be asked: the address is mistyped.",
    TOO_LARGE: "{host} sent a header that is too large.",
    pycurl.E_SSL_CACERT_BADFILE: (
        "{host} was not asked: the certificates that this computer trusts cannot be read; is SSL_CERT_FILE right?"
    ),
}
_NO_HTTP: Final = frozenset({pycurl.E_UNSUPPORTED_PROTOCOL, WEIRD_REPLY})
_BAD_HTTP: Final = frozenset({*_NO_HTTP, pycurl.E_RECV_ERROR, pycurl.E_BAD_CONTENT_ENCODING})
_NO_PROXY: Final = _BAD_HTTP | {pycurl.E_GOT_NOTHING, pycurl.E_SSL_CONNECT_ERROR}

_FIRST_REFUSAL: Final = 300

# libcurl's words alone tell these faults of a SOCKS proxy apart.
_LOGIN_RE: Final = re.compile(r"auth|user was rejected", re.IGNORECASE)

ProxyOf = Literal["user", "environment"]


class Fault(NamedTuple):
    """What went wrong, as a sentence. `offline`: most likely this machine's own connection."""

    reason: str
    offline: bool = False


def of(error: TransferError | OSError, host: str, *, by_proxy: ProxyOf | None = None) -> Fault:
    """The fault behind an error of libcurl or of the system. Certificates are not dealt with here.

    `by_proxy`: whose proxy the request went through, None: through none.
    """
    if isinstance(error, TransferError):
        fault = _of_proxy(error, host, by_proxy) if by_proxy is not None else None
        return fault or _of_transfer(error, host)
    return Fault(f"{host} did not answer in time.") if isinstance(error, TimeoutError) else _of_connection(error, host)


def _of_proxy(error: TransferError, host: str, whose: ProxyOf) -> Fault | None:
    """What is wrong with the proxy; None where it is not to blame."""
    proxy = f"The proxy set for {host}" if whose == "user" else "The proxy set in the environment"
    if error.refusal >= _FIRST_REFUSAL:
        return Fault(f"{proxy} did not connect to {host} ({answers.named(error.refusal)}).")
    if error.code == PROXY_REFUSES:
        if _LOGIN_RE.search(str(error)):
            return Fault(f"{proxy} wants a name and a password, or does not accept those in its address.")
        return Fault(f"{proxy} did not connect to {host}.")
    if error.code == pycurl.E_OPERATION_TIMEDOUT and whose == "user":
        return Fault(f"{host} did not answer in time, by way of the proxy set for it.")
    if error.code in (pycurl.E_COULDNT_RESOLVE_PROXY, pycurl.E_COULDNT_CONNECT):
        return Fault(f"{proxy} cannot be reached.", offline=whose != "user")
    if error.at_proxy and error.code == pycurl.E_PEER_FAILED_VERIFICATION:
        return Fault(f"{proxy} shows a certificate that this computer does not trust; nothing was sent to it.")
    if error.at_proxy and error.code in _NO_PROXY:
        return Fault(f"{proxy} did not connect to {host}: it does not answer as a proxy does.")
    return None


def _of_transfer(error: TransferError, host: str) -> Fault:
    if error.code in _CODES:
        return Fault(_CODES[error.code].format(host=host))
    if error.code == pycurl.E_SSL_CONNECT_ERROR:
        return Fault(_of_tls(str(error), host))
    # Past the connection the number may be left over from another address of the host that could not be reached.
    if error.system and (error.code == pycurl.E_COULDNT_CONNECT or error.system in _BROKEN_OFF):
        return _of_connection(OSError(error.system, os.strerror(error.system)), host)
    if error.code == pycurl.E_COULDNT_CONNECT:
        return Fault(f"{host} cannot be reached.")
    if error.code in _NO_HTTP and (error.progress == "nothing" or "HTTP/0.9" in str(error)):
        return Fault(f"{host} did not answer with HTTP.")
    if error.code in _BAD_HTTP and "too large" in str(error).lower():  # all lines of a head together
        return Fault(_CODES[TOO_LARGE].format(host=host))
    if error.code in _BAD_HTTP:
        return Fault(f"{host} sent an answer that is not valid HTTP.")
    return Fault(f"{host} did not answer as HTTP demands ({clean_line(str(error), 80) or 'no reason given'}).")


def _of_tls(message: str, host: str) -> str:
    """OpenSSL's words are the last part: “error:0A00010B:SSL routines::wrong version number”."""
    detail = clean_line(message.rpartition(":")[2].lower(), 80) if "error:" in message else ""
    return f"No safe connection to {host} could be made{f' ({detail})' if detail else ''}."


def _of_connection(error: OSError, host: str) -> Fault:
    match error:
        case WrongSideError():
            return Fault(f"The addresses of {host} changed between two look-ups, which is not safe; it was not asked.")
        case socket.gaierror():
            if error.errno in _UNKNOWN_NAME:
                return Fault(f"There is no host named {host}.")
            return no_name_service(host)
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


def is_late(error: TransferError | OSError) -> bool:
    """Whether there was no answer in time."""
    if isinstance(error, TransferError):
        return error.code == pycurl.E_OPERATION_TIMEDOUT or error.system == errno.ETIMEDOUT
    return isinstance(error, TimeoutError)


def is_unknown_name(error: BaseException) -> bool:
    """Whether a name look-up ended with "no such name", which some systems also say when they are offline."""
    if isinstance(error, TransferError):
        return bool(error.code == pycurl.E_COULDNT_RESOLVE_HOST)
    return isinstance(error, socket.gaierror) and error.errno in _UNKNOWN_NAME
