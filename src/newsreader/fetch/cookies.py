"""The cookies of one refresh: many sites set one with a redirect and answer only who brings it back. Never written."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from yarl import URL

from newsreader.core.clock import Clock
from newsreader.fetch.headers import http_date

MOST: Final = 50
"""Cookies of one host (RFC 6265, 6.1)."""

MAX_LENGTH: Final = 4_096
"""Characters of one cookie, its attributes included (RFC 6265, 6.1)."""

MOST_SENT: Final = 8_000
"""Characters of all cookies of one request: more of a header no usual server takes, and then its feeds would fail."""


class _Cookie(NamedTuple):
    name: str
    value: str
    path: str
    secure: bool


class Jar:
    """Keeps cookies (RFC 6265) in memory. Each goes back to the very host that set it, whatever its Domain says: so
    none can be set for a whole public suffix."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._hosts: dict[str, dict[tuple[str, str], _Cookie]] = {}

    def hear(self, url: URL, lines: Iterable[str]) -> None:
        """Take in the Set-Cookie headers of an answer."""
        for line in lines:
            read = _read(line, url, self._clock.now())
            if read is None:
                continue
            cookie, ended = read
            kept = self._hosts.setdefault(url.raw_host or "", {})
            key = (cookie.name, cookie.path)
            if ended:
                kept.pop(key, None)
            elif key in kept or len(kept) < MOST:
                kept[key] = cookie

    def header(self, url: URL) -> str | None:
        """The Cookie header of a request, None where there is nothing to send; longer paths first (RFC 6265, 5.4).

        Of too many the first are sent.
        """
        kept = self._hosts.get(url.raw_host or "")
        if not kept:
            return None
        fit = [
            one
            for one in kept.values()
            if _is_below(url.raw_path, one.path) and (url.scheme == "https" or not one.secure)
        ]
        fit.sort(key=lambda one: -len(one.path))
        header = ""
        for one in fit:
            longer = f"{header}; {one.name}={one.value}" if header else f"{one.name}={one.value}"
            header = longer if len(longer) <= MOST_SENT else header
        return header or None


def _read(line: str, url: URL, now: int) -> tuple[_Cookie, bool] | None:
    """The cookie of a Set-Cookie header and whether it has ended; None where there is none (RFC 6265, 5.2)."""
    if len(line) > MAX_LENGTH or not line.isascii() or not line.replace("\t", " ").isprintable():
        return None
    pair, *parts = line.split(";")
    name, sign, value = (part.strip() for part in pair.partition("="))
    if not sign or not name:
        return None
    attributes = {}
    for part in parts:
        key, _, text = part.partition("=")
        attributes[key.strip().lower()] = text.strip()
    secure = "secure" in attributes
    if secure and url.scheme != "https":
        return None
    path = attributes.get("path", "")
    if not path.startswith("/"):
        path = url.raw_path.rpartition("/")[0] or "/"
    return _Cookie(name, value, path, secure), _has_ended(attributes, now)


def _has_ended(attributes: dict[str, str], now: int) -> bool:
    """Max-Age wins over Expires (RFC 6265, 5.3)."""
    age = attributes.get("max-age", "")
    if age.removeprefix("-").isdigit():
        return age.startswith("-") or not age.strip("0")
    end = http_date(attributes.get("expires", ""))
    return end is not None and end <= now


def _is_below(path: str, above: str) -> bool:
    """RFC 6265, 5.1.4."""
    return path == above or path.startswith(above if above.endswith("/") else f"{above}/")
