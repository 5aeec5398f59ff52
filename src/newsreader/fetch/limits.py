"""How much of what a fetch may use."""

from typing import NamedTuple


class Limits(NamedTuple):
    """Bounds of every fetch.

    Attributes:
        at_once: Requests in hand at one moment, over all hosts; those apart that have had no answer for a while.
        per_host: Likewise for one host and port: many feeds on one host are asked for one after the other.
        connect_seconds: Name look-up, connection and TLS handshake of one request.
        total_seconds: One URL with all its redirects and its body; waiting for a turn does not count.
        body_bytes: The body after decompression.
        redirects: Redirects followed for one URL.
    """

    at_once: int = 20
    per_host: int = 2
    connect_seconds: float = 10
    total_seconds: float = 30
    body_bytes: int = 15 * 2**20
    redirects: int = 10
