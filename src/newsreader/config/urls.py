"""Addresses as people write them in feeds.toml, in the one form that names a feed everywhere."""

import re
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from newsreader.core.subscriptions import WELCOME_URL
from newsreader.core.text import clean_line, clean_text

MAX_LENGTH: Final = 4_000

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
# "feed:" in both forms in which browsers and sites have handed feeds to readers: feed://host/x, feed:https://host/x.
_FEED_RE: Final = re.compile(r"feed:(?://)?", re.IGNORECASE)
_SCHEME_RE: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# A host without a scheme: a name with a dot or localhost, perhaps a port, then the end or a path.
_BARE_HOST_RE: Final = re.compile(r"(?:[^\s/:?#@]+\.[^\s/:?#@.]+|localhost)\.?(?::[0-9]+)?(?=[/?#]|$)", re.IGNORECASE)


def normalize_url(text: str) -> str:
    """The address in `text`: scheme and host in lower case, no default port, no fragment, "/" for an empty path.

    `feed://…`, `feed:https://…` and a bare host become https (RFC 3986, 6.2.2.1 and 6.2.3, for the rest).

    Raises:
        ValueError: With a sentence: it is no address of http, https or file, nor the built-in feed.
    """
    url = text.strip()
    if len(url) > MAX_LENGTH:
        raise ValueError(f"It is longer than {MAX_LENGTH} characters.")
    if url != clean_text(url) or re.search(r"\s", url):
        raise ValueError("It contains a space or an invisible character; write a space as %20.")
    if url.lower() == WELCOME_URL:
        return WELCOME_URL
    url = _with_scheme(url)
    try:
        return _normalized(url)
    except ValueError as error:
        raise ValueError(f"This is not a valid address ({clean_line(str(error), 80)}).") from error


def _with_scheme(url: str) -> str:
    url = _FEED_RE.sub("", url, count=1) if _FEED_RE.match(url) else url
    if url.startswith("//"):
        return f"https:{url}"
    if _BARE_HOST_RE.match(url):
        return f"https://{url}"
    scheme = _SCHEME_RE.match(url)
    if scheme is None:
        hint = "; write a file as file:///its/path" if url.startswith(("/", "~", ".")) else ""
        raise ValueError(f"An address begins with https://{hint}.")
    if scheme[1].lower() not in ("http", "https", "file"):
        raise ValueError(f"“{scheme[1]}:” is not supported: only http, https and file are.")
    return url


def _normalized(url: str) -> str:
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    if scheme == "file":
        if parts.netloc.lower() not in ("", "localhost") or not parts.path.startswith("/") or parts.path == "/":
            raise ValueError("a file is written file:///its/path")
        return f"file://{parts.path}"
    host = parts.hostname or ""
    if not host.strip(".") or not url[len(scheme) :].startswith("://"):
        raise ValueError("it names no host")
    if ":" in host:
        host = f"[{host}]"
    port = "" if parts.port in (None, _DEFAULT_PORTS[scheme]) else f":{parts.port}"
    credentials, at, _ = parts.netloc.rpartition("@")
    return urlunsplit((scheme, f"{credentials}{at}{host}{port}", parts.path or "/", parts.query, ""))
