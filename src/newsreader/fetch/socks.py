"""Requests by way of a SOCKS proxy. Imported only where one is set."""

import ssl
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import aiohttp
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError, ProxyType

from newsreader.fetch.faults import ProxyLoginError, ProxyRefusedError, ProxyUnreachableError

DEFAULT_PORT: Final = 1080
"""RFC 1928, 3."""


def connector(proxy: str, *, keep_seconds: float) -> aiohttp.TCPConnector:
    """What connects by a proxy.

    socks5h leaves the look-up of names to the proxy; for socks5 and socks4 they are looked up here.
    """
    parts = urlsplit(proxy)
    scheme = parts.scheme.lower()
    return ProxyConnector(
        host=parts.hostname or "",
        port=parts.port or DEFAULT_PORT,
        proxy_type=ProxyType.SOCKS4 if scheme == "socks4" else ProxyType.SOCKS5,
        username=unquote(parts.username) if parts.username is not None else None,
        password=unquote(parts.password) if parts.password is not None else None,
        rdns=scheme == "socks5h",
        limit=0,
        keepalive_timeout=keep_seconds,
    )


async def get(session: aiohttp.ClientSession, url: Any, **options: Any) -> aiohttp.ClientResponse:
    """As `session.get`; what is wrong with the proxy is one of this program's errors, without the proxy's address.

    Raises:
        ProxyUnreachableError: It does not answer.
        ProxyRefusedError: It does not connect.
        ProxyLoginError: Not without another login.
        ssl.SSLCertVerificationError: The certificate behind it cannot be trusted; and what `session.get` raises.
    """
    try:
        return await session.get(url, **options)
    except (ProxyConnectionError, ProxyTimeoutError):
        raise ProxyUnreachableError from None
    except ProxyError as error:
        # The library tells them apart by its words alone.
        raise ProxyLoginError if "authentication" in str(error).lower() else ProxyRefusedError from None
    except aiohttp.ClientOSError as error:
        if isinstance(error.__cause__, ssl.SSLCertVerificationError):
            raise error.__cause__ from None
        raise
