"""What the machine knows of its network: names, routes, proxies, trusted certificates."""

import socket
import ssl
import urllib.request
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from newsreader.fetch.addresses import IPAddress, Lookup, is_private, system_lookup

_SOMEWHERE: Final = (("192.0.2.1", socket.AF_INET), ("2001:db8::1", socket.AF_INET6))  # RFC 5737, RFC 3849


def has_route() -> bool:
    """Whether the machine has a way out. Sends nothing: connecting a datagram socket only looks for a route."""
    for address, family in _SOMEWHERE:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((address, 9))
                return True
        except OSError:
            continue
    return False


class Network(NamedTuple):
    """The machine's network as the fetcher sees it; a test may put another one in.

    Attributes:
        lookup: Host name → addresses. Called in a thread.
        is_private: Whether an address is one that a public host may not lead to.
        has_route: Whether the machine has a way out; asked only where a name is unknown, to tell "offline" from that.
        proxies: Scheme → URL of the proxy, "no" → the hosts without one; read once per fetcher.
        tls: Makes the context that certificates are checked with; SSL_CERT_FILE and SSL_CERT_DIR count.
    """

    lookup: Lookup = system_lookup
    is_private: Callable[[IPAddress], bool] = is_private
    has_route: Callable[[], bool] = has_route
    proxies: Callable[[], Mapping[str, str]] = urllib.request.getproxies_environment
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context
