"""Which addresses a public host may not lead to, and a name look-up that keeps to one side of that line.

The check is on the addresses that are then connected to, not on a look-up of its own before: a name service that
answers differently the second time ("DNS rebinding") gains nothing.
"""

import asyncio
import functools
import ipaddress
import socket
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from ipaddress import IPv4Address, IPv6Address
from typing import Final

IPAddress = IPv4Address | IPv6Address
Lookup = Callable[[str], Sequence[str]]
"""A host name → its addresses, as text; raises socket.gaierror where it has none. Called in a thread."""

_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052


_KNOWN_SECONDS: Final = 10.0
"""A host with many feeds is looked up once in a refresh."""


class WrongSideError(OSError):
    """A host has addresses, but only such that may not be connected to here."""


def is_private(address: IPAddress) -> bool:
    """Whether `address` is not one of the public internet: loopback, private, link-local, shared (100.64/10),
    multicast, reserved (IANA's special-purpose registries). An IPv4 address inside an IPv6 one counts as itself."""
    if isinstance(address, IPv6Address):
        inner = _inner_ipv4(address)
        if inner is not None:
            return is_private(inner)
        if address.is_site_local:
            return True
    return not address.is_global or address.is_multicast or address.is_reserved


def _inner_ipv4(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address.sixtofour is not None:
        return address.sixtofour
    return None


@functools.lru_cache(maxsize=1024)  # asked several times for one request
def literal_address(host: str) -> IPAddress | None:
    """The address that `host` spells, None where it is a name.

    Any spelling that the system takes for an IPv4 address is one: `127.1`, `0x7f000001`, `2130706433`.
    """
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    last = host.rstrip(".").rpartition(".")[2]
    if not last[:1].isdigit() or not host.isascii():
        return None
    try:
        return IPv4Address(socket.inet_aton(host.rstrip(".")))
    except (OSError, ValueError):
        return None


def is_loopback_name(host: str) -> bool:
    """Whether `host` means this machine by definition (RFC 6761, 6.3)."""
    name = host.rstrip(".").lower()
    return name == "localhost" or name.endswith(".localhost")


_PRIVATE_ENDS: Final = (".local", ".internal", ".home.arpa", ".lan", ".intranet", ".corp", ".home")
"""Of names that the public name service does not have: RFC 6762, RFC 8375, ICANN's .internal; others by custom."""


def is_private_name(host: str) -> bool:
    """Whether a name looks like one of a private network, as far as that can be told without a look-up."""
    name = host.rstrip(".").lower()
    return is_loopback_name(name) or "." not in name or name.endswith(_PRIVATE_ENDS)


def system_lookup(host: str) -> list[str]:
    """The addresses of `host` by the system's own rules (hosts file, name service). Raises socket.gaierror."""
    # Without a network other than loopback, AI_ADDRCONFIG would hide the addresses of localhost.
    flags = 0 if is_loopback_name(host) else socket.AI_ADDRCONFIG
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=flags)
    except UnicodeError as error:  # a label of more than 63 characters
        raise socket.gaierror(socket.EAI_NONAME, "not a host name") from error
    addresses = []
    for family, _, _, _, address in found:
        scope = address[3] if family == socket.AF_INET6 and len(address) > 3 else 0
        addresses.append(f"{address[0]}%{scope}" if scope else str(address[0]))
    return addresses


class SidedResolver:
    """Looks names up and leaves out the addresses that are not `allowed`. What was found is known for a while."""

    def __init__(self, lookup: Lookup, allowed: Callable[[IPAddress], bool], executor: Executor) -> None:
        self._lookup = lookup
        self._allowed = allowed
        self._executor = executor
        self._known: dict[str, tuple[float, list[IPAddress]]] = {}

    async def resolve(self, host: str) -> list[IPAddress]:
        """At least one address. Raises socket.gaierror, and WrongSideError where none is left."""
        loop = asyncio.get_running_loop()
        until, known = self._known.get(host, (0.0, []))
        if loop.time() < until:
            return known
        found = await loop.run_in_executor(self._executor, self._lookup, host)
        addresses = [ipaddress.ip_address(text) for text in found]
        fit = [address for address in addresses if self._allowed(address)]
        if not addresses:
            raise socket.gaierror(socket.EAI_NONAME, "no address")
        if not fit:
            raise WrongSideError(host)
        self._known[host] = (loop.time() + _KNOWN_SECONDS, fit)
        return fit
