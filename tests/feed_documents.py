"""Small feed documents for tests."""

from collections.abc import Iterable
from html import escape


def rss(*entries: str, title: str = "Centre", extra: str = "") -> bytes:
    """An RSS 2.0 document; each entry is a title, and its guid and link follow from it."""
    items = "".join(
        f"<item><title>{escape(name)}</title><link>https://news.example/{_slug(name)}</link>"
        f"<guid isPermaLink='false'>{_slug(name)}</guid><pubDate>Tue, 24 Nov 2026 10:00:00 GMT</pubDate>"
        f"<description>&lt;p&gt;The text of {escape(name)}.&lt;/p&gt;</description></item>"
        for name in entries
    )
    head = f"<title>{escape(title)}</title><link>https://news.example/</link><description>News</description>{extra}"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def numbered(count: int, prefix: str = "Story") -> Iterable[str]:
    """ "Story 1" to "Story <count>"."""
    return (f"{prefix} {number}" for number in range(1, count + 1))


def _slug(name: str) -> str:
    return "-".join(name.lower().split())
