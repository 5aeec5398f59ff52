"""Web addresses: what may be shown of them, and what they are. Pure, and never raising for a bad one."""

import re
from functools import lru_cache
from typing import Final
from urllib.parse import SplitResult, urlsplit

from newsreader.core.text import clean_line

_USERINFO_RE: Final = re.compile(r"(?<=//)[^/?#\s]*@")
_LAST_AT_RE: Final = re.compile(r"(?<=//).*@")
# Parameters that feeds with a personal address carry: ?token=…, &api_key=…, ?user_token=…
_SECRET_RE: Final = re.compile(
    r"(?<=[?&;])((?:\w*[_.-])?(?:api_?key|key|token|secret|password|passwd|pwd|auth|signature|sig)=)[^&;#\s]+",
    re.IGNORECASE,
)
_UNFIT_RE: Final = re.compile(r"[\x00-\x20\x7f]")
_USUAL_PORTS: Final = (None, 80, 443)
MAX_SHOWN: Final = 200
"""The longest address shown in a message, in characters."""


def display_url(url: str) -> str:
    """`url` fit for a message or the screen: no name, password or key, the host in its ASCII form, one clean line.

    The ASCII form shows a host that only looks like another one (`xn--…`) for what it is.
    """
    shown = clean_line(without_secrets(url.strip()), MAX_SHOWN)
    parts = _split(shown)
    if parts is None:
        return _LAST_AT_RE.sub("", shown)  # a password with an unescaped slash
    if shown.isascii() or not parts.hostname or parts.hostname.isascii():
        return shown
    netloc = ascii_host(parts.hostname) + parts.netloc[len(parts.hostname) :]
    return parts._replace(netloc=netloc).geturl()


def short_name(name: str) -> str:
    """A name for a narrow column: of an address, which a feed without a title is called by, without "https://"."""
    return name.removeprefix("https://").removeprefix("http://")


def without_secrets(text: str) -> str:
    """`text` with the names, passwords and keys left out of the addresses in it; for what goes to the log."""
    return _SECRET_RE.sub(r"\1…", _USERINFO_RE.sub("", text))


def host_of(url: str) -> str:
    """The host in lower case and its ASCII form, without name, password, port and brackets; "" where there is none."""
    parts = _split(url)
    return ascii_host(parts.hostname) if parts and parts.hostname else ""


def has_password(url: str) -> bool:
    """Whether the address itself holds a password (RFC 3986, 3.2.1)."""
    parts = _split(url)
    return bool(parts and parts.password)


@lru_cache(maxsize=4096)  # asked several times for each feed of a refresh
def server_of(url: str) -> str:
    """`host_of`, with the port where it is not the usual one of http or https: what has manners of its own."""
    parts = _split(url)
    if parts is None or not parts.hostname:
        return ""
    host = ascii_host(parts.hostname)
    return host if parts.port in _USUAL_PORTS else f"{host}:{parts.port}"


def is_web_url(url: str) -> bool:
    """Whether `url` is an absolute http or https URL with a host, and without blanks and control characters."""
    parts = _split(url)
    return bool(parts and parts.scheme in ("http", "https") and parts.hostname and not _UNFIT_RE.search(url))


def ascii_host(host: str) -> str:
    """`host` as the name service knows it (RFC 3490); unchanged where it has no such form."""
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return clean_line(host)


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  raises for a port that is no number
    except ValueError:
        return None
    return parts
