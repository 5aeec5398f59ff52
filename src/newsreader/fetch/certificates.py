"""What is wrong with a server's certificate, with its dates where they can be had."""

import asyncio
import contextlib
import re
import ssl
from datetime import UTC, datetime
from typing import Final

# X.509's Validity (RFC 5280, 4.1): a SEQUENCE of two times, each UTCTime (tag 0x17) or GeneralizedTime (0x18).
_TIME = rb"(?:\x17\x0d(\d{12})Z|\x18\x0f(\d{14})Z)"
_VALIDITY_RE: Final = re.compile(rb"\x30[\x1e\x20\x22]" + _TIME + _TIME)

EXPIRED: Final = 10
NOT_YET_VALID: Final = 9
_SELF_SIGNED: Final = frozenset({18, 19})
_UNKNOWN_ISSUER: Final = frozenset({2, 20, 21})
OTHER_HOST: Final = 62
_WRONG_HOST: Final = frozenset({OTHER_HOST, 64})  # numbers of OpenSSL's x509_vfy.h


def sentence(code: int, host: str, dates: tuple[datetime, datetime] | None, *, lacks_file: bool = False) -> str:
    """What is wrong, for the user.

    `code`: OpenSSL's (x509_vfy.h). `dates`: from when to when the certificate is valid, None where unknown.
    `lacks_file`: the file of trusted certificates that the user has named is not there.
    """
    if code == EXPIRED:
        when = f" on {_day(dates[1])}" if dates else ""
        fault = f"The certificate of {host} expired{when}"
    elif code == NOT_YET_VALID:
        when = f" before {_day(dates[0])}" if dates else " yet"
        fault = f"The certificate of {host} is not valid{when}: is this computer's clock right"
        return f"{fault}?"
    elif code in _SELF_SIGNED:
        fault = f"The certificate of {host} is self-signed, so nobody vouches for it"
    elif code in _UNKNOWN_ISSUER:
        fault = f"The certificate of {host} comes from an issuer that this computer does not know"
    elif code in _WRONG_HOST:
        fault = f"The certificate that {host} shows is for another host"
    else:
        fault = f"The certificate of {host} cannot be trusted (number {code} of OpenSSL's reasons)"
    if lacks_file and code in _SELF_SIGNED | _UNKNOWN_ISSUER:
        fault += "; the file that SSL_CERT_FILE names is not there"
    return f"{fault}; nothing was fetched over an unsafe connection."


def unchecked() -> ssl.SSLContext:
    """A context that takes any certificate, for the feeds of which the user says so."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def validity(certificate: bytes) -> tuple[datetime, datetime] | None:
    """From when to when a DER certificate is valid; None where that cannot be read."""
    found = _VALIDITY_RE.search(certificate)
    if found is None:
        return None
    short_start, start, short_end, end = (part.decode() if part else "" for part in found.groups())
    try:
        return _moment(short_start, start), _moment(short_end, end)
    except ValueError:
        return None


def _moment(two_digit_year: str, full: str) -> datetime:
    if two_digit_year:
        full = ("20" if two_digit_year < "50" else "19") + two_digit_year  # RFC 5280, 4.1.2.5.1
    return datetime.strptime(full, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


async def shown_by(address: str, port: int, host: str, *, seconds: float) -> bytes | None:
    """The DER certificate that a server shows, unchecked; None where it shows none. Nothing is sent to it.

    A handshake that failed does not hand its certificate out, hence the second one.
    """
    context = unchecked()
    with contextlib.suppress(OSError, TimeoutError, ValueError):
        async with asyncio.timeout(seconds):
            _, writer = await asyncio.open_connection(address, port, ssl=context, server_hostname=host)
            try:
                tls: ssl.SSLObject = writer.get_extra_info("ssl_object")
                return tls.getpeercert(binary_form=True)
            finally:
                writer.transport.abort()
                await writer.wait_closed()
    return None
