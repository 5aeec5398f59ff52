"""Connections to servers, on the right side of the line between the public internet and private networks."""

import asyncio
import contextlib
import errno
from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import Final

from multidict import CIMultiDict

from newsreader.core.errors import FetchError
from newsreader.core.text import clean_line
from newsreader.core.urls import host_of
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
from newsreader.fetch.faults import ProxyOf
from newsreader.fetch.limits import Limits
from newsreader.fetch.lookups import LookupThreads
from newsreader.fetch.network import Network, Trust
from newsreader.fetch.proxies import Proxies, looks_up_itself, passes_addresses_on
from newsreader.fetch.receiving import Answer, Appetite
from newsreader.fetch.slots import LENT
from newsreader.fetch.transfers import NO_PROXY_NAME, TransferError, Transfers, Way
from newsreader.fetch.trip import Trip

_LOOKED_AT: Final = 3
"""Addresses of a host that are tried for the certificate it shows."""


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
        self._transfers: dict[_Side, Transfers] = {}
        self._resolvers: dict[_Side, SidedResolver] = {}
        self._lookups: LookupThreads | None = None
        self._trust = Trust()

    def start(self) -> None:
        is_private = self._network.is_private
        allowed: dict[_Side, Callable[[IPAddress], bool]] = {
            _Side.PUBLIC: lambda address: not is_private(address),
            _Side.PRIVATE: is_private,
            _Side.PROXY: lambda _: True,
        }
        self._proxies = Proxies(self._network.proxies())
        self._trust = self._network.trust()
        # Look-ups block their thread for as long as the name service likes; one for each request in hand, so that a
        # slow name holds up nobody else.
        self._lookups = LookupThreads((1 + LENT) * self._limits.at_once)
        for side, rule in allowed.items():
            self._resolvers[side] = SidedResolver(self._network.lookup, rule, self._lookups)
            self._transfers[side] = Transfers(
                connect_seconds=self._limits.connect_seconds,
                body_bytes=self._limits.body_bytes,
                allowed=rule,
            )

    async def close(self) -> None:
        for transfers in self._transfers.values():
            await transfers.close()
        if self._lookups is not None:
            self._lookups.shutdown()

    async def get(self, trip: Trip, appetite: Appetite) -> Answer:
        """The answer at the trip's present place, with as much of its body as `appetite` says.

        Raises:
            FetchError: The place may not be asked.
            TransferError: There is no answer.
            OSError: Its name cannot be looked up, or not in time.
        """
        proxy = self._proxies.proxy_of(trip)
        sides = await self._sides(trip, proxy)
        for side in sides:
            try:
                addresses = await self._addresses(trip, side, proxy)
            except WrongSideError:
                if side is not _Side.PUBLIC:
                    raise
                continue
            at_proxy = await self._addresses_of_proxy(proxy) if proxy is not None else ()
            way = Way(addresses, proxy, self._trust, trip.trusts_blindly, at_proxy)
            answer = await self._transfers[side].get(str(trip.url), self._headers(trip), way, appetite)
            trip.jar.hear(trip.url, answer.fields.getall("Set-Cookie", ()))
            if side is not _Side.PROXY:
                trip.inside = side is _Side.PRIVATE
            return answer
        raise _refused(trip)

    async def _addresses(self, trip: Trip, side: _Side, proxy: str | None) -> list[str]:
        """What the host's name stands for on this side; [] where there is nothing to look up."""
        if proxy is not None and not passes_addresses_on(proxy):
            return []
        return await self._looked_up(trip.host, side)

    async def _addresses_of_proxy(self, proxy: str) -> list[str]:
        """What the proxy's name stands for. libcurl's own look-ups would hold up the loop when it is to forget them."""
        try:
            return await self._looked_up(host_of(proxy), _Side.PROXY)
        except OSError as error:
            raise TransferError(str(error), NO_PROXY_NAME) from error

    async def _looked_up(self, host: str, side: _Side) -> list[str]:
        if not host or literal_address(host) is not None:
            return []
        async with asyncio.timeout(self._limits.connect_seconds):
            found = [str(address) for address in await self._resolvers[side].resolve(host)]
        # libcurl takes no address with a zone (RFC 4007, 11), and then none of the others.
        usual = [address for address in found if "%" not in address]
        if not usual:
            raise OSError(errno.EHOSTUNREACH, "it has addresses with a zone only")
        return usual

    def _headers(self, trip: Trip) -> CIMultiDict[str]:
        headers = CIMultiDict({"User-Agent": self._user_agent, "Accept-Encoding": ACCEPT_ENCODING})
        headers.update(trip.headers(plain_agent=_plain_agent(self._user_agent)))
        return headers

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
        return any(map(self._network.is_private, found))

    @property
    def lacks_certificates(self) -> bool:
        """Whether the file of trusted certificates that the user has named is not there."""
        return self._trust.lacks_file

    def whose_proxy(self, trip: Trip) -> ProxyOf | None:
        """Who set the proxy that the trip's next request goes through; None where it goes through none."""
        if self._proxies.proxy_of(trip) is None:
            return None
        return "environment" if trip.request.how.proxy is None else "user"

    async def certificate_dates(self, trip: Trip) -> tuple[datetime, datetime] | None:
        """From when to when the certificate at the trip's place is valid; None where that cannot be found out."""
        if self._proxies.proxy_of(trip) is not None:
            return None
        literal = literal_address(trip.host)
        addresses = [str(literal)] if literal is not None else await self._where(trip)
        for address in addresses[:_LOOKED_AT]:
            shown = await certificates.shown_by(address, trip.port, trip.host, seconds=self._limits.connect_seconds)
            if shown is not None:
                return certificates.validity(shown)
        return None

    async def _where(self, trip: Trip) -> list[str]:
        for side in await self._sides(trip, None):
            with contextlib.suppress(OSError):
                return [str(address) for address in await self._resolvers[side].resolve(trip.host)]
        return []


def _plain_agent(user_agent: str) -> str:
    """`user_agent`, "name/version (+address)", in the shape of the browsers', and no less honest."""
    name, _, address = user_agent.partition(" ")
    return f"Mozilla/5.0 (compatible; {'; '.join(filter(None, (name, address.strip('()'))))})"


def _refused(trip: Trip) -> FetchError:
    host = clean_line(trip.host, 100)
    leads = "A public site redirects" if trip.hops else "A link leads"
    reason = f"{leads} to {host}, which is inside a private network; this is not followed."
    return FetchError(reason, url=trip.request.url)
