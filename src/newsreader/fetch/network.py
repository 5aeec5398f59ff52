"""What the machine knows of its network: names, routes, proxies, trusted certificates."""

import os
import socket
import ssl
import sys
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


class Trust(NamedTuple):
    """Certificates that are trusted: in a file, in a folder (both as OpenSSL has them), in what the system keeps.

    `lacks_file`: SSL_CERT_FILE names one that is not there. OpenSSL passes it by, and so do other programs.
    """

    file: str | None = None
    folder: str | None = None
    system: bool = False
    lacks_file: bool = False


_USUAL_FILES: Final = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Arch, Gentoo
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora
    "/etc/ssl/ca-bundle.pem",  # openSUSE
    "/etc/ssl/cert.pem",  # Alpine, BSD, macOS
)


def system_trust() -> Trust:
    """What this computer trusts; SSL_CERT_FILE and SSL_CERT_DIR count."""
    paths = ssl.get_default_verify_paths()
    file, folder = paths.cafile, paths.capath
    if file is None and folder is None:  # a Python that was built for another system's places
        file = next(filter(os.path.isfile, _USUAL_FILES), None)
    named = os.environ.get(paths.openssl_cafile_env)
    lacks_file = bool(named) and paths.cafile is None
    return Trust(file, folder, system=sys.platform in ("win32", "darwin"), lacks_file=lacks_file)


def proxies_of_environment() -> Mapping[str, str]:
    """As `urllib.request.getproxies_environment`."""
    if not any(name.lower().endswith("_proxy") for name in os.environ):
        return {}
    import urllib.request  # with much behind it, and seldom needed

    return urllib.request.getproxies_environment()


class Network(NamedTuple):
    """The machine's network as the fetcher sees it; a test may put another one in.

    Attributes:
        lookup: Host name → addresses. Called in a thread.
        is_private: Whether an address is one that a public host may not lead to.
        has_route: Whether the machine has a way out; asked only where a name is unknown, to tell "offline" from that.
        proxies: Scheme → URL of the proxy, "no" → the hosts without one; read once per fetcher.
        trust: Whose certificates are trusted; read once per fetcher.
    """

    lookup: Lookup = system_lookup
    is_private: Callable[[IPAddress], bool] = is_private
    has_route: Callable[[], bool] = has_route
    proxies: Callable[[], Mapping[str, str]] = proxies_of_environment
    trust: Callable[[], Trust] = system_trust
