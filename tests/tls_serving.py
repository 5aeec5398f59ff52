"""A loopback server with one of the certificates that were made for tests."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from loopback import LoopbackServer

CERTIFICATES = Path(__file__).parent / "fetch" / "certificates"
"""An authority, and certificates of it for localhost; keys and all, good for nothing else."""


@contextmanager
def serving(certificate: str, ciphers: str | None = None) -> Iterator[LoopbackServer]:
    """A server with this certificate, which has a feed at /feed. `ciphers`: TLS 1.2 with these of OpenSSL's alone."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if ciphers is not None:
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers(ciphers)
    context.load_cert_chain(CERTIFICATES / f"{certificate}.pem")
    with LoopbackServer(tls=context) as server:
        server.serve("/feed", b"<rss/>")
        yield server
