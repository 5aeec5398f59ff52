"""Connections to servers, on the right side of the line between the public internet and private networks."""

import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from enum import Enum
from ipaddress import ip_address
from typing import Final

import aiohttp

from newsreader.core.errors import FetchError
from newsreader.core.text import clean_line
from newsreader.fetch import certificates
from newsreader.fetch.addresses import (
    IPAddress,
    SidedResolver,
    WrongSideError,
    is_loopback_name,
    is_private_name,
    literal_address,
)
from newsreader.fetch.decoding import ACCEPT_ENCODING
from newsreader.fetch.limits import Limits
from newsreader.fetch.network import Network
from newsreader.fetch.proxies import Proxies, is_socks, looks_up_itself
from newsreader.fetch.trip import Trip

_KEEP_SECONDS: Final = 1.0
"""A connection is kept so long for the host's next feed; a thousand hosts must not keep a thousand sockets open."""


class _Side(Enum):
    """Which addresses a connection may be made to. Each side keeps connections of its own, so that none is reused
    for a request which could not have opened it."""

    PUBLIC = "public"
    PRIVATE = "private"
    PROXY = "proxy"  # the proxy's own address may be any


class Connections:
    """Sends the requests of trips and gives the answers' heads. `start` and `close` belong to one running loop.

    The address asked for may be private where the request allows it: the user typed it. A redirect may lead to a
    private address only while everything before it was private too.
    """

    def __init__(self, *, user_agent: str, limits: Limits, network: Network) -> None:
        self._user_agent = user_agent
        self._limits = limits
        self._network = network
        self._proxies = Proxies({})
        self._sessions: dict[_Side, aiohttp.ClientSession] = {}
        self._resolvers: dict[_Side, SidedResolver] = {}
        self._lookups: ThreadPoolExecutor | None = None
        self._tls: ssl.SSLContext | None = None
        self._blind: ssl.SSLContext | None = None
        self._by_socks: dict[str, aiohttp.ClientSession] = {}

    def start(self) -> None:
        is_private = self._network.is_private
        allowed: dict[_Side, Callable[[IPAddress], bool]] = {
            _Side.PUBLIC: lambda address: not is_private(address),
            _Side.PRIVATE: is_private,
            _Side.PROXY: lambda _: True,
        }
        self._proxies = Proxies(self._network.proxies())
        # Look-ups block their thread for as long as the name service likes; one for each request in hand, so that a
        # slow name holds up nobody else.
        self._lookups = ThreadPoolExecutor(self._limits.at_once, thread_name_prefix="lookup")
        for side, rule in allowed.items():
            self._resolvers[side] = SidedResolver(self._network.lookup, rule, self._lookups)
            resolver = self._resolvers[side]
            connector = aiohttp.TCPConnector(resolver=resolver, limit=0, keepalive_timeout=_KEEP_SECONDS)
            self._sessions[side] = self._session(connector)

    def _session(self, connector: aiohttp.TCPConnector) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=connector,
            headers={"User-Agent": self._user_agent, "Accept-Encoding": ACCEPT_ENCODING},
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None, connect=self._limits.connect_seconds),
            auto_decompress=False,
            max_line_size=self._limits.header_bytes,
            max_field_size=self._limits.header_bytes,
        )

    async def close(self) -> None:
        for session in (*self._sessions.values(), *self._by_socks.values()):
            await session.close()
        if self._lookups is not None:
            self._lookups.shutdown(wait=False, cancel_futures=True)

    async def get(self, trip: Trip) -> aiohttp.ClientResponse:
        """The head of the answer at the trip's present place; the caller closes it.

        Raises FetchError where the place may not be asked, and what aiohttp raises.
        """
        proxy = self._proxies.proxy_of(trip)
        sides = await self._sides(trip, proxy)
        for side in sides:
            try:
                response = await self._send(trip, proxy, side)
            except aiohttp.ClientConnectorDNSError as error:
                if side is not _Side.PUBLIC or not isinstance(error.os_error, WrongSideError):
                    raise
                continue
            trip.jar.hear(trip.url, response.headers.getall("Set-Cookie", ()))
            if side is not _Side.PROXY:
                trip.inside = side is _Side.PRIVATE
            return response
        raise _refused(trip)

    async def _send(self, trip: Trip, proxy: str | None, side: _Side) -> aiohttp.ClientResponse:
        headers = trip.headers(plain_agent=_plain_agent(self._user_agent))
        is_tls = trip.url.scheme == "https" or (proxy is not None and proxy.lower().startswith("https:"))
        tls = self._tls_context(blind=trip.trusts_blindly) if is_tls else True
        if proxy is None or not is_socks(proxy):
            session = self._sessions[side]
            return await session.get(trip.url, headers=headers, allow_redirects=False, proxy=proxy, ssl=tls)
        from newsreader.fetch import socks

        if proxy not in self._by_socks:
            self._by_socks[proxy] = self._session(socks.connector(proxy, keep_seconds=_KEEP_SECONDS))
        session = self._by_socks[proxy]
        return await socks.get(session, trip.url, headers=headers, allow_redirects=False, ssl=tls)

    def _tls_context(self, *, blind: bool) -> ssl.SSLContext:
        if blind:
            self._blind = self._blind or certificates.unchecked()
            return self._blind
        if self._tls is None:  # reading the trusted certificates takes tens of milliseconds
            self._tls = self._network.tls()
        return self._tls

    async def _sides(self, trip: Trip, proxy: str | None) -> tuple[_Side, ...]:
        """The sides on which the next request may be made, in the order of trying. Raises FetchError for none."""
        address = literal_address(trip.host)
        private = True if is_loopback_name(trip.host) else None
        if address is not None:
            private = self._network.is_private(address)
        if proxy is not None:
            return await self._sides_by_proxy(trip, proxy, private)
        if private and not trip.inside:
            raise _refused(trip)
        if private:
            return (_Side.PRIVATE,)
        return (_Side.PUBLIC, _Side.PRIVATE) if private is None and trip.inside else (_Side.PUBLIC,)

    async def _sides_by_proxy(self, trip: Trip, proxy: str, private: bool | None) -> tuple[_Side, ...]:
        """The proxy connects, so its target can only be judged by a look-up here, as far as there is one.

        Names that socks5h leaves to the proxy are judged by themselves: nobody here is to learn of them.
        """
        if trip.hops == 0 and trip.request.private:
            trip.inside = private
            return (_Side.PROXY,)
        if private is None:
            private = await self._looks_private(trip.host, proxy)
        if private and trip.inside is None:
            trip.inside = await self._looks_private(trip.first_host, proxy)
        if private and not trip.inside:
            raise _refused(trip)
        trip.inside = private
        return (_Side.PROXY,)

    async def _looks_private(self, host: str, proxy: str) -> bool:
        if looks_up_itself(proxy):
            return is_private_name(host)
        try:
            found = await self._resolvers[_Side.PROXY].resolve(host)
        except OSError:
            return False
        return any(self._network.is_private(ip_address(result["host"])) for result in found)

    async def certificate_dates(self, trip: Trip) -> tuple[datetime, datetime] | None:
        """From when to when the certificate at the trip's place is valid; None where that cannot be found out."""
        if self._proxies.proxy_of(trip) is not None:
            return None
        for side in await self._sides(trip, None):
            try:
                literal = literal_address(trip.host)
                address = str(literal) if literal else (await self._resolvers[side].resolve(trip.host))[0]["host"]
            except OSError:
                continue
            shown = await certificates.shown_by(address, trip.port, trip.host, seconds=self._limits.connect_seconds)
            return certificates.validity(shown) if shown else None
        return None


def _plain_agent(user_agent: str) -> str:
    """`user_agent`, "name/version (+address)", in the shape of the browsers', and no less honest."""
    name, _, address = user_agent.partition(" ")
    return f"Mozilla/5.0 (compatible; {'; '.join(filter(None, (name, address.strip('()'))))})"


def _refused(trip: Trip) -> FetchError:
    host = clean_line(trip.host, 100)
    leads = "A public site redirects" if trip.hops else "A link leads"
    reason = f"{leads} to {host}, which is inside a private network; this is not followed."
    return FetchError(reason, url=trip.request.url)
