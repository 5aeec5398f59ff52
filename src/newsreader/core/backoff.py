"""How long a feed that fails is left alone. Pure."""

from typing import Final
from zlib import crc32

MIN_BACKOFF: Final = 300
MAX_BACKOFF: Final = 86_400

_SPREAD: Final = 0.25
_DOUBLINGS: Final = 12
_PARTS: Final = 1 << 32


def backoff(url: str, failures: int) -> int:
    """Seconds to wait after the `failures`th failure in a row (from 1): doubling, from MIN_BACKOFF to MAX_BACKOFF.

    Up to a quarter is added, another for every feed and failure, so that feeds which failed together do not all come
    back in the same second; it is always the same for one `url` and count.
    """
    longest = MAX_BACKOFF / (1 + _SPREAD)
    base = min(MIN_BACKOFF * 2 ** min(max(failures, 1) - 1, _DOUBLINGS), longest)
    part = crc32(f"{failures} {url}".encode(errors="surrogatepass")) / _PARTS
    return int(base * (1 + _SPREAD * part))
