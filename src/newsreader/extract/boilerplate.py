"""What stands around articles: how its words and its class names are known, in the main languages."""

import re
from typing import Final

from newsreader.extract.phrases import (
    AROUND_NAMES,
    CALLS,
    CAPTION_NAMES,
    DATE_LABELS,
    DATE_WORDS,
    META_NAMES,
    PICTURE_LABELS,
    RELATED,
    SOURCE_LABELS,
    TAG_LABELS,
)

_FLAGS: Final = re.IGNORECASE
_PROMO_RE: Final = re.compile(rf"[\W_]*(?:{RELATED})\s*(?:[:：»>→].*|[.…]*$)", _FLAGS | re.DOTALL)
_SECTION_RE: Final = re.compile(rf"[\W_]*(?:{RELATED})(?:\s+[\w'’]+){{0,3}}\W*$", _FLAGS)
_CALL_RE: Final = re.compile(rf"[\W_]*(?:{CALLS})", _FLAGS)
_SOCIAL_RE: Final = re.compile(
    r"facebook|twitter|instagram|youtube|telegram|linkedin|whatsapp|tiktok|вконтакте|телеграм|одноклассник"
    r"|微信|微博|公众号",
    _FLAGS,
)
_URGE_RE: Final = re.compile(
    r"\b(?:follow|like|join|subscribe|e-?mail|contact|reach|find|listen|sign up|tweet)\b"
    r"|подпис|читайте|следите|关注|suivez|retrouvez|s[íi]gue|folge|تابع|siga|curta|seguici",
    _FLAGS,
)
_CREDIT_LINE_RE: Final = re.compile(
    rf"[\W_]*(?:.{{0,250}}\bcontributed (?:to this|reporting)|.{{0,80}}\bcontributed\.?$|(?:{TAG_LABELS})\s*[:：|].*"
    rf"|(?:{SOURCE_LABELS})\s*[:：].{{0,80}}$|(?:{PICTURE_LABELS})\s*(?:by|credit|copyright|[:：/]).{{0,100}}$"
    rf"|\(?(?:image|photo) credit.{{0,100}}$|image (?:copyright|caption).{{0,200}}$|(?:{DATE_LABELS})\b.{{0,60}}$"
    r"|this (?:article|story) (?:was|has been) (?:originally |first |updated|adapted|corrected|amended).{0,160}$"
    r"|view (?:all|more|comments|the discussion|original)\b.{0,60}$|views?\s*[:：]\s*\d+"
    r"|просмотр(?:ов|ы)\s*[:：]?\s*\d+|(?:more|full|follow|see|find|watch|learn)\b.{0,120}https?://.{0,120}$)",
    _FLAGS | re.DOTALL,
)
_RIGHTS_RE: Final = re.compile(
    r"[\W_]*(?:©|\(c\)|copyright (?:©|\(c\)|\d{4})|all rights reserved|todos los derechos reservados"
    r"|tous droits réservés|alle rechte vorbehalten|все права защищены)"
    r"|.{0,80}©\s*\d{4}|.{0,120}(?:版权所有|版權所有|جميع الحقوق محفوظة)",
    _FLAGS,
)
_CONTACT_RE: Final = re.compile(
    r"\W*(?:[\w.+-]+@[\w-]+\.[\w.-]+|@\w{2,30}"
    r"|(?:https?://)?(?:www\.)?(?:twitter|facebook|instagram|x|t)\.(?:com|me)/\S+)\W*",
    _FLAGS,
)
_READING_TIME_RE: Final = re.compile(
    r"\W*(?:(?:reading time|tempo de leitura|temps de lecture|время чтения|lesezeit|tiempo de lectura|阅读时间)\W*)?"
    r"\d+\s*(?:min(?:ute|uto)?s?|мин\w*|分钟)\.?(?:\s*(?:read|de lecture|de lectura|de leitura|чтения))?\W*",
    _FLAGS,
)
_BYLINE_RE: Final = re.compile(r"(?:by|от|von|par|por|автор)\s+[^\W\d_]", _FLAGS)
_STEP_RE: Final = re.compile(r"[›»>/→|]")
_LETTERS_RE: Final = re.compile(r"[\u4e00-\u9fff]|[^\W\d_\u4e00-\u9fff]+")

_NAME: Final = r"(?:^|[\s_-])(?:{})(?:$|[\s_-])"
AROUND_RE: Final = re.compile(_NAME.format(AROUND_NAMES), _FLAGS)
META_RE: Final = re.compile(_NAME.format(META_NAMES), _FLAGS)
CAPTION_RE: Final = re.compile(_NAME.format(CAPTION_NAMES) + r"|\w-caption\b|__caption|caption-", _FLAGS)


def is_promo(text: str) -> bool:
    """Whether a line sends the reader elsewhere: "Read also: …"."""
    return len(text) < 300 and _PROMO_RE.match(text) is not None


def is_section(text: str) -> bool:
    """Whether a line heads links to other articles: "Other news"."""
    return len(text) < 60 and _SECTION_RE.match(text) is not None


def is_call(text: str) -> bool:
    """Whether a line wants something of the reader: to share, subscribe, comment."""
    return len(text) < 140 and _CALL_RE.match(text) is not None


def is_end_matter(text: str, links: float) -> bool:
    """Whether a line at an article's end is about its making or its makers: contributors, tags, rights, addresses.

    `links` is the share of its characters that are links' texts.
    """
    if len(text) >= 300:
        return False
    if _CREDIT_LINE_RE.match(text) or _CONTACT_RE.fullmatch(text) or _RIGHTS_RE.match(text):
        return True
    if not (_SOCIAL_RE.search(text) and _URGE_RE.search(text)):
        return False
    return links > 0.15 or "@" in text or _URGE_RE.match(text) is not None


def is_top_matter(text: str) -> bool:
    """Whether a line above an article is a date, a name, a reading time or the way to it."""
    if len(text) > 120:
        return False
    if is_date(text) or _READING_TIME_RE.fullmatch(text) or _CREDIT_LINE_RE.match(text):
        return True
    if len(text) < 60 and text[-1:] not in ".!?" and _BYLINE_RE.match(text):
        return True
    return len(_STEP_RE.findall(text)) >= 2


def is_date(text: str) -> bool:
    """Whether nothing but a date and a time is in `text`."""
    if len(text) > 90 or not any(map(str.isdigit, text)):
        return False
    return all(word in DATE_WORDS for word in _LETTERS_RE.findall(text.casefold()))
