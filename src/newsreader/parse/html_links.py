"""The addresses in a page: made absolute, freed of trackers, numbered in the order in which they first appear."""

import re
from typing import Final
from urllib.parse import urljoin, urlsplit

from newsreader.core.text import clean_text

MAX_URL: Final = 8_000
"""Longer addresses are data, not places (RFC 9110, 4.1 asks for at least 8,000 octets)."""

_TRACKER: Final = re.compile(
    r"(?:utm_\w*|fbclid|gclid|gclsrc|gbraid|wbraid|dclid|msclkid|yclid|ymclid|twclid|ttclid|igshid|mc_cid|mc_eid|mkt_tok"
    r"|_hsenc|_hsmi|__hssc|__hstc|hsctatracking|_openstat|vero_id|vero_conv|oly_enc_id|oly_anon_id|wickedid|rb_clickid"
    r"|s_cid|ml_subscriber|ml_subscriber_hash|at_campaign|at_medium|ns_campaign|ns_mchannel|ns_source|pk_campaign|pk_kwd"
    r"|mtm_campaign|mtm_source|mtm_medium)(?:=|$)",
    re.IGNORECASE,
)
# Whole addresses that need no work: most are, and urljoin costs more than all the rest of a link.
_PLAIN: Final = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:/[A-Za-z0-9._~!$&'()*+,;=:@%/#-]*)?")
_PLAIN_PATH: Final = re.compile(r"/[A-Za-z0-9_~-][A-Za-z0-9_~/-]*")
_ORIGIN: Final = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?=[/?#]|$)")
_WHITE: Final = re.compile(r"[\s\x00-\x20\x7f-\xa0]+")


def absolute_url(reference: str, base: str | None) -> str | None:
    """The http(s) or mailto URL that `reference` means on a page at `base`, without tracker parameters.

    None for everything else: other schemes, what is relative without a base, jumps within the page ("#note-1"),
    and what cannot be an address at all (WHATWG URL, 4.4: white space around and line ends within are dropped).
    """
    if _PLAIN.fullmatch(reference) and len(reference) <= MAX_URL:
        return reference
    if base and _PLAIN_PATH.fullmatch(reference) and (origin := _ORIGIN.match(base)):
        return origin.group() + reference
    reference = clean_text(reference).replace("\n", "").replace("\t", "").strip("\x00 \xa0")
    if not reference or reference.startswith("#") or len(reference) > MAX_URL:
        return None
    try:
        url = urljoin(base, reference) if base else reference
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme == "mailto":
        return _WHITE.sub("%20", url) if parts.path else None
    if parts.scheme not in ("http", "https") or not host:
        return None
    return _WHITE.sub("%20", without_trackers(url))


def without_trackers(url: str) -> str:
    """`url` without the query parameters that only tell who sent the reader; the others stay as they are written."""
    if "?" not in url:
        return url
    front, _, rest = url.partition("?")
    query, hash_, fragment = rest.partition("#")
    kept = [part for part in query.split("&") if not _TRACKER.match(part)]
    return front + ("?" + "&".join(kept) if any(kept) else "") + hash_ + fragment


class LinkTable:
    """Numbers from 1 for URLs; the same URL has the same number.

    `base` is what relative references are resolved against, None where the page's own address is not known.
    """

    def __init__(self, base: str | None) -> None:
        self.base = base
        self._rebased = False
        self._numbers: dict[str, int] = {}

    def resolve(self, reference: str) -> str | None:
        return absolute_url(reference, self.base)

    def number(self, url: str) -> int:
        """The number of `url`, which is absolute."""
        return self._numbers.setdefault(url, len(self._numbers) + 1)

    def rebase(self, reference: str) -> None:
        """Follow `<base href>`; only the first of a page counts (HTML, 4.2.3)."""
        if not self._rebased and (url := self.resolve(reference)) and not url.startswith("mailto:"):
            self.base = url
            self._rebased = True

    @property
    def urls(self) -> tuple[str, ...]:
        return tuple(self._numbers)
