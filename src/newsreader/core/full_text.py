"""Whether an entry's page is worth fetching: what the feed gives is a teaser. Pure."""

import re
from collections.abc import Sequence
from html import unescape
from typing import Final

from newsreader.core.changes import NewEntry
from newsreader.core.packed import PackedEntry
from newsreader.core.subscriptions import Subscription

TEASER_CHARACTERS: Final = 500
"""A body with less text than this is taken for a teaser."""

AT_ONCE: Final = 25
"""The most entries of one feed whose pages are fetched because of one refresh; the newest come first."""

_HEAD: Final = 1_000
_TAIL: Final = 300
_END: Final = 60
_SIGNED: Final = 400
_TAG_RE: Final = re.compile(r"<[^<>]*>")
_LONGEST_REFERENCE: Final = 9

# WordPress ends every teaser so, in the language of the site's administrator more often than of its readers.
_SIGNING: Final = ("post", "ообщ", "rticle", "ntrada", "eitrag")
_LOOK_CLOSER: Final = ("-->", "script", "SCRIPT", "style", "STYLE", "templ", *_SIGNING)
_HIDING: Final = ("!--", "script", "style", "template", "SCRIPT", "STYLE")
_SIGNATURE: Final = re.compile(r"(?:The post|Сообщение|L.article|La entrada|Der Beitrag)\b.{0,300}$", re.DOTALL)
_AFTER_MORE: Final = " \t\n\xa0.:…»›→])"
_MORE: Final = (
    *("read more", "continue reading", "read on", "learn more", "more info", "full story"),
    *("read the full article", "read the full story"),
    *("читать далее", "читать дальше", "читать полностью", "подробнее", "далее"),
    *("阅读全文", "阅读更多", "查看更多", "查看全文", "更多", "全文", "閱讀更多", "閱讀全文"),
    *("続きを読む", "もっと読む", "全文を読む"),
    *("lire la suite", "lire plus", "en savoir plus", "suite"),
    *("leer más", "seguir leyendo", "ver más", "más información", "leer artículo completo"),
    *("weiterlesen", "mehr lesen", "mehr erfahren", "mehr"),
    *("اقرأ المزيد", "المزيد", "تابع القراءة"),
)


def wants_full_text(subscription: Subscription, data: PackedEntry) -> bool:
    """Whether the page behind an entry is fetched without being asked for.

    As the subscription's `full_text` says; "auto" is always for a page source, whose list has teasers at most.
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
        marked.append(entry._replace(wants_full_text=wish) if wish else entry)
    return tuple(marked)


def is_teaser(html: str) -> bool:
    """Whether a body is short, or ends as what is to be continued elsewhere does."""
    if len(html) > 200 * TEASER_CHARACTERS:
        return False
    # Most bodies are articles: their two ends tell, and cost a fraction of the whole.
    if len(html) > _HEAD + _TAIL and _is_long(html[:_HEAD]):
        tail = html[-_TAIL:]  # where it begins inside a tag, that is far from the end
        if len(end := unescape(_TAG_RE.sub("", tail)).rstrip()) >= _END and not _holds(tail, _LOOK_CLOSER):
            return _is_continued(end)
    text = _words(html)
    return len(text) < TEASER_CHARACTERS or _goes_on(text)


def _is_long(head: str) -> bool:
    """Whether the beginning of a body alone certainly has enough text."""
    first, *rest = head.split("<")
    least = len(first) - _LONGEST_REFERENCE * head.count("&") - head.count("  ") - head.count("\n")
    for part in rest:
        if part.startswith(_HIDING):
            return False
        least += len(part) - 1 - part.find(">") if ">" in part else 0
    return least >= TEASER_CHARACTERS


def _holds(text: str, marks: tuple[str, ...]) -> bool:
    return any(map(text.__contains__, marks))


def _words(html: str) -> str:
    from newsreader.core.search_text import html_to_words  # with much behind it, and seldom needed

    return " ".join(html_to_words(html).split())


def _goes_on(text: str) -> bool:
    end = text[-_SIGNED:]
    end = _SIGNATURE.sub("", end) if _holds(end, _SIGNING) else end
    return _is_continued(end.rstrip())


def _is_continued(end: str) -> bool:
    last = end.rstrip(_AFTER_MORE)
    after = end[len(last) :]
    return "…" in after or "..." in after or last[-40:].lower().endswith(_MORE)
