"""Which proxy a request goes through: the one that the user set for it, else the environment's."""

import contextlib
from collections.abc import Mapping
from ipaddress import ip_network
from typing import Final

from newsreader.core.asking import DIRECT, UNUSABLE
from newsreader.core.errors import FetchError
from newsreader.core.text import clean_line
from newsreader.fetch.addresses import IPAddress, is_loopback_name, literal_address
from newsreader.fetch.trip import Trip

_BRACKETS: Final = str.maketrans("", "", "[]")
_KNOWN: Final = frozenset({"http", "https", "socks5", "socks5h", "socks4"})


class Proxies:
    """The environment's proxies (`https_proxy`, `no_proxy` …), and which one is for a request."""

    def __init__(self, proxies: Mapping[str, str]) -> None:
        self._proxies = dict(proxies)

    def proxy_of(self, trip: Trip) -> str | None:
        """The proxy's URL for the trip's next request, None for a direct connection.

        One that the user set for a feed or host is for loopback, too: it may lead to another machine's.

        Raises:
            FetchError: It is of a kind not supported, or the user has written it wrongly.
        """
        match trip.request.how.proxy:
            case None:
                return self.proxy_for(trip.url.scheme, trip.host, trip.port)
            case str() as proxy if proxy == DIRECT:
                return None
            case str() as proxy if proxy == UNUSABLE:
                host = clean_line(trip.host, 100)
                reason = f"The proxy written for {host} cannot be used; “newsreader doctor” says what is wrong with it."
                raise FetchError(reason, url=trip.request.url)
            case proxy:
                return proxy

    def proxy_for(self, scheme: str, host: str, port: int) -> str | None:
        """The environment's proxy, never for loopback. Raises FetchError where it is of a kind not supported."""
        if not self._proxies:
            return None
        address = literal_address(host)
        if is_loopback_name(host) or (address is not None and address.is_loopback):
            return None
        proxy = (self._proxies.get(scheme) or self._proxies.get("all") or "").strip()
        if not proxy or _is_in(address, self._proxies.get("no", "")) or _bypasses(f"{host}:{port}", self._proxies):
            return None
        if "://" not in proxy:
            proxy = f"http://{proxy}"
        kind = _kind(proxy)
        if kind not in _KNOWN:
            raise FetchError(f"The proxy set in the environment is of a kind not supported here: {kind}.", url=kind)
        return proxy


def looks_up_itself(proxy: str) -> bool:
    """Whether it is the proxy's affair alone to look names up."""
    return _kind(proxy) == "socks5h"


def speaks_http(proxy: str) -> bool:
    return _kind(proxy) in ("http", "https")


def passes_addresses_on(proxy: str) -> bool:
    """Whether the proxy is given the address of a name, not the name."""
    return _kind(proxy) in ("socks5", "socks4")


def usual_port(proxy: str) -> int:
    """The port of a proxy that names none. libcurl would take that of SOCKS for http, too."""
    return {"http": 80, "https": 443}.get(_kind(proxy), 1080)


def with_safe_login(proxy: str) -> str:
    """With “@” and blanks in the login escaped: libcurl, unlike others, does not look for the last “@”."""
    before, at, place = proxy.rpartition("@")
    scheme, slashes, login = before.partition("://")
    return f"{scheme}{slashes}{login.replace('@', '%40').replace(' ', '%20')}{at}{place}"


def _kind(proxy: str) -> str:
    return proxy.partition("://")[0].lower()


def _is_in(address: IPAddress | None, without_proxy: str) -> bool:
    """Whether `no_proxy` names the address or a network of it, in brackets or not, as curl and others read it."""
    if address is None:
        return False
    for place in without_proxy.split(","):
        with contextlib.suppress(ValueError):
            if address in ip_network(place.translate(_BRACKETS).strip(), strict=False):
                return True
    return False


def _bypasses(host_and_port: str, proxies: Mapping[str, str]) -> bool:
    import urllib.request  # with much behind it, and seldom needed

    return bool(urllib.request.proxy_bypass_environment(host_and_port, dict(proxies)))  # type: ignore[attr-defined]
