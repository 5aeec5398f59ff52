"""Links as feeds write them → absolute http(s) URLs, or None."""

import re
from typing import Final
from urllib.parse import urljoin, urlsplit

_UNSEEN_RE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_PLAIN_RE: Final = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?#][!-~]*)?")
_MAX_URL: Final = 8000


def absolute(link: str, base: str) -> str | None:
    """`link` resolved against `base` (RFC 3986, 5); None where that is not a web address, or longer than 8,000.

    Line breaks and tabs inside are dropped, as browsers do (WHATWG URL, 4.4); so is what cannot be seen.
    """
    link = link.strip()
    if not link or len(link) > _MAX_URL:
        return None
    if _PLAIN_RE.fullmatch(link):
        return link
    link = _UNSEEN_RE.sub("", link).replace(" ", "%20")
    try:
        joined = urljoin(base, link)
        parts = urlsplit(joined)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return joined if usable else None
