"""Whether an entry's page is worth fetching: what the feed gives is a teaser. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from newsreader.core.changes import NewEntry
from newsreader.core.packed import PackedEntry
from newsreader.core.search_text import html_to_words
from newsreader.core.subscriptions import Subscription

TEASER_CHARACTERS: Final = 500
"""A body with less text than this is taken for a teaser."""

_PIECE: Final = 1_600
_END: Final = 400
_HIDDEN: Final = re.compile(r"<(?:!--|script|style|template)", re.IGNORECASE)

AT_ONCE: Final = 25
"""The most entries of one feed whose pages are fetched because of one refresh; the newest come first."""

# WordPress ends every teaser so, in the language of the site's administrator more often than of its readers.
_SIGNATURE: Final = re.compile(r"(?:The post|Сообщение|L.article|La entrada|Der Beitrag)\b.{0,300}$", re.DOTALL)
_MORE: Final = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\[&hellip;\]"
    r"|read more|continue reading|read on|learn more|more info|full story|read the full (?:article|story)"
    r"|читать далее|читать дальше|читать полностью|подробнее|далее"
    r"|阅读全文|阅读更多|查看更多|查看全文|更多|全文|閱讀更多|閱讀全文|続きを読む|もっと読む|全文を読む"
    r"|lire la suite|lire plus|en savoir plus|suite"
    r"|leer más|seguir leyendo|ver más|más información|leer artículo completo"
    r"|weiterlesen|mehr lesen|mehr erfahren|mehr"
    r"|اقرأ المزيد|المزيد|تابع القراءة)[\s.:…»›>→\])]*$",
    re.IGNORECASE,
)


def wants_full_text(subscription: Subscription, data: PackedEntry) -> bool:
    """Whether the page behind an entry is fetched without being asked for.

    Always for a page source, whose list has teasers at most; else as the subscription's `full_text` says.
    """
    if data.link is None:
        return False
    if subscription.needs_pages:
        return True
    return subscription.full_text == "auto" and data.teaser


def with_wishes(subscription: Subscription, new: Sequence[NewEntry]) -> tuple[NewEntry, ...]:
    """`new`, oldest first, with a wish for the page of the newest AT_ONCE that want theirs."""
    wishes = [wants_full_text(subscription, entry.data) for entry in new]
    surplus = max(sum(wishes) - AT_ONCE, 0)
    marked = []
    for entry, wish in zip(new, wishes, strict=True):
        if wish and surplus:
            surplus -= 1
            wish = False
        marked.append(replace(entry, wants_full_text=wish) if wish else entry)
    return tuple(marked)


def is_teaser(html: str) -> bool:
    """Whether a body is short, or ends as what is to be continued elsewhere does."""
    if len(html) > 200 * TEASER_CHARACTERS:
        return False
    if len(html) > 2 * _PIECE and not _HIDDEN.search(html):
        # Most bodies are articles: their two ends tell, and cost a fraction of the whole.
        head, tail = _words(html[: html.rindex("<", 0, _PIECE)] if "<" in html[:_PIECE] else html[:_PIECE]), ""
        if len(head) >= TEASER_CHARACTERS and (start := html.find("<", len(html) - _PIECE)) >= 0:
            tail = _words(html[start:])
        if len(tail) >= _END:
            return _goes_on(tail)
    text = _words(html)
    return len(text) < TEASER_CHARACTERS or _goes_on(text)


def _words(html: str) -> str:
    return " ".join(html_to_words(html).split())


def _goes_on(text: str) -> bool:
    return _MORE.search(_SIGNATURE.sub("", text[-_END:]).rstrip()[-80:]) is not None
