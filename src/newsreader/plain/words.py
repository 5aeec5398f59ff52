"""What plain mode says: states, times and rows as words that make sense read aloud."""

import time
from typing import Final

from newsreader.core.article import Article
from newsreader.core.document_text import to_text
from newsreader.core.entries import EntrySummary
from newsreader.library.outline import OutlineRow

_UNITS: Final = ((86_400, "day"), (3600, "hour"), (60, "minute"))
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


_COUNTED: Final = {"starred": "starred", "later": "for later", "snoozed": "snoozed"}


def counted(number: int, noun: str) -> str:
    """ "1 feed", "2 feeds"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def ago(at: int, now: int) -> str:
    """ "2 hours ago", from a week on "23 November 2026"; Unix seconds; "" of what is in no calendar."""
    seconds = max(now - at, 0)
    if seconds < 60:
        return "just now"
    if seconds < 7 * 86_400:
        size, noun = next((size, noun) for size, noun in _UNITS if seconds >= size)
        return f"{counted(seconds // size, noun)} ago"
    try:
        local = time.localtime(at)
    except (OverflowError, OSError, ValueError):
        return ""
    return f"{local.tm_mday} {_MONTHS[local.tm_mon - 1]} {local.tm_year}"


def states(row: EntrySummary) -> str:
    """ "unread, starred, for later"."""
    return ("read" if row.read else "unread") + ", starred" * row.starred + ", for later" * row.later


def sentence(text: str) -> str:
    """`text` with the full stop that lets a voice pause."""
    return text if text.endswith((".", "!", "?", "…", ":", "。")) else f"{text}."


def headline(number: int, row: EntrySummary, now: int) -> str:
    """One numbered line of a list. `now`: Unix seconds."""
    facts = ", ".join(part for part in (row.feed_title, ago(row.sort_at, now), states(row)) if part)
    return f"{number}. {sentence(row.title)} {sentence(facts)}"


def view_line(number: int, row: OutlineRow) -> str:
    """One numbered line of the list of views and feeds."""
    kind = {"folder": "folder, ", "search": "saved search, "}.get(row.view.kind, "")
    count = f"{row.count:,} {_COUNTED.get(row.view.kind, 'unread')}"
    trouble = f" Trouble: {sentence(row.trouble)}" if row.trouble else ""
    return f"{number}. {sentence(row.view.title or row.view.name)} {kind}{count}.{trouble}"


def article_text(article: Article, row: EntrySummary, now: int, width: int | None) -> str:
    """A whole article. `width`: cells of a line, None for one line a paragraph; `now`: Unix seconds."""
    author = f"by {article.entry.author}" if article.entry.author else ""
    length = f"{counted(article.minutes, 'minute')} to read"
    facts = ", ".join(part for part in (row.feed_title, author, ago(row.sort_at, now), length, states(row)) if part)
    tags = f"Tags: {sentence(', '.join(article.entry.tags))}\n" if article.entry.tags else ""
    note = f"Note: {sentence(article.entry.note)}\n" if article.entry.note else ""
    body = to_text(article.document, width).strip("\n") or "There is no text. “full text” fetches that of its page."
    return f"{sentence(row.title)}\n{sentence(facts)}\n{tags}{note}\n{body}\n"
