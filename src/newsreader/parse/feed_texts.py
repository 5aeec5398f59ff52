"""The texts of a feed made fit: titles to one clean line, bodies to clean HTML, names to names."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape, unescape
from typing import Final
from urllib.parse import unquote

from newsreader.core.text import MAX_LINE, clean_line, clean_text
from newsreader.parse.raw import RawText

_ELEMENTS: Final = (
    "a|abbr|acronym|address|applet|article|aside|audio|b|base|basefont|bdi|bdo|bgsound|big|blink|blockquote|body"
    "|br|button|caption|center|cite|code|col|colgroup|dd|del|details|dfn|dir|div|dl|dt|em|embed|fieldset"
    "|figcaption|figure|font|footer|form|frame|frameset|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd"
    "|label|legend|li|link|main|map|mark|marquee|meta|nav|nobr|noframes|noscript|object|ol|option|p|param|picture"
    "|pre|q|rp|rt|ruby|s|samp|script|section|select|small|source|span|strike|strong|style|sub|summary|sup|svg"
    "|table|tbody|td|textarea|tfoot|th|thead|time|title|tr|tt|u|ul|var|video|wbr"
)
_TAG_RE: Final = re.compile(rf"</?(?:{_ELEMENTS})(?:\s[^<>]*|/)?>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_BREAK_RE: Final = re.compile(r"<(?:br|/?p|/?div|/?li|/?h[1-6]|/?tr|/?td|hr)\b[^<>]*>", re.IGNORECASE)
_MARKUP_RE: Final = re.compile(rf"</(?:{_ELEMENTS})\s*>|<(?:br|img|hr)\b[^<>]*>", re.IGNORECASE)
_REFERENCE_RE: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_UNSHOWN_RE: Final = re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_LONG_TAG_RE: Final = re.compile(r"<[^<>]{1000,}>")
"""A picture that is written into the page."""

_CUT_RE: Final = re.compile(r"<(?:(script|style)\b(?:(?!</\1).)*|[A-Za-z/!][^<>]*)\Z", re.IGNORECASE | re.DOTALL)
"""What a text that was cut may end in: a script or style sheet, or a tag."""

_PARAGRAPH_RE: Final = re.compile(r"\n[ \t]*\n\s*")
_RSS_PERSON_RE: Final = re.compile(r"\S+@\S+\s+\((.+)\)")
_NAMED_ADDRESS_RE: Final = re.compile(r"(.+?)\s*<\S+@[^<>]+>")
_LANGUAGE_RE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
_C1_RE: Final = re.compile("([\x80-\x9f])")
_WORDS: Final = 10
_SCAN: Final = 4000
_MAX_NAME: Final = 200
_MAX_AUTHORS: Final = 20
_MAX_CATEGORIES: Final = 50


def looks_like_html(text: str) -> bool:
    """Whether `text`, said to be plain, is markup: an HTML end tag, a line break, a rule or an image."""
    return "<" in text and _MARKUP_RE.search(text[:_SCAN]) is not None


def decode_references(text: str) -> str:
    """`text` with its HTML character references resolved once; only those that end in a semicolon count."""
    if "&" not in text:
        return text
    return _REFERENCE_RE.sub(lambda reference: unescape(reference.group()), text)


def plain(text: RawText, limit: int = _SCAN) -> str:
    """The first `limit` characters of `text` without markup, references decoded once.

    `&lt;b&gt;` is shown as it is, `<b>` is dropped.

    What is said to be plain text loses its markup only where that is unmistakable; references in it are decoded all
    the same, since titles escaped twice are far more common than titles about references.
    """
    value = text.value[:limit]
    if "<" in value and (text.kind == "html" or looks_like_html(value)):
        if len(text.value) > limit:
            value = _CUT_RE.sub("", value)
        value = _TAG_RE.sub("", _BREAK_RE.sub(" ", _UNSHOWN_RE.sub(" ", value)))
    return decode_references(value)


def title_line(title: RawText | None, body_html: str, link: str | None, clean: bool = False) -> str:
    """The title as one clean line; where there is none the first words of the body, else the last part of the link.

    `clean` says that no character needs to be removed.
    """
    if title is not None and title.value:
        value = plain(title)
        if clean and len(value) <= MAX_LINE and "&" not in title.value:
            line = " ".join(value.split())
        else:
            line = clean_line(value)
        if line:
            return line
    words = first_words(body_html)
    if words or link is None:
        return words
    return clean_line(unquote(link.partition("?")[0].rstrip("/").rpartition("/")[2]))


def first_words(body_html: str) -> str:
    """The first words of HTML, with "…" where there are more."""
    if not body_html:
        return ""
    line = clean_line(plain(RawText(_LONG_TAG_RE.sub("", body_html))), 300)
    words = line.split(" ")
    if len(words) > _WORDS:
        return " ".join(words[:_WORDS]).rstrip(".,;:") + "…"
    return line if len(line) <= 100 else line[:99].rstrip() + "…"


def best_body(bodies: Sequence[RawText], clean: bool) -> tuple[str, str]:
    """The longest of `bodies` as HTML, and its base; `clean` says that no character needs to be removed."""
    if not bodies:
        return "", ""
    best = bodies[0] if len(bodies) == 1 else max(bodies, key=lambda body: len(body.value))
    return as_html(best, clean), best.base


def _unmixed(text: str) -> str:
    """`text` put right where it is, in whole, UTF-8 that was once taken for windows-1252 ("cafÃ©", seen in the wild).

    Only bodies: feedparser does the same with them, and readers must not differ.
    """
    encoded = bytearray()
    for run in _C1_RE.split(text):  # windows-1252 has no character for five bytes, which stay C1 controls
        try:
            encoded += run.encode("latin-1" if len(run) == 1 and run < "\xa0" else "cp1252")
        except UnicodeEncodeError:
            return text
    try:
        return encoded.decode("utf-8")
    except UnicodeDecodeError:
        return text


def as_html(text: RawText, clean: bool = False) -> str:
    """`text` as HTML: plain text escaped, its blank lines made paragraphs."""
    value = text.value
    if "Ã" in value or "Ð" in value:
        value = _unmixed(value)
    if not clean:
        value = _clean(value)
    if not value:
        return ""
    if text.kind == "text":
        value = escape(value, quote=False)
        return "".join(f"<p>{part}</p>".replace("\n", "<br>") for part in _PARAGRAPH_RE.split(value) if part)
    if "<" in value:
        return value
    return "".join(f"<p>{part}</p>" for part in _PARAGRAPH_RE.split(value) if part)


def _clean(text: str) -> str:
    # In XML that was well-formed no ASCII text holds a control character but DEL.
    return text if text.isascii() and "\x7f" not in text and text.isprintable() else clean_text(text)


def names_line(names: Iterable[str]) -> str | None:
    """Authors as one line joined by ", ", without repeats; None where there are none."""
    found = dict.fromkeys(line for name in names if (line := _name(name[:_SCAN])))
    return ", ".join(list(found)[:_MAX_AUTHORS]) or None


@lru_cache(maxsize=512)  # the same few authors and labels come with every entry of a feed
def _name(written: str) -> str:
    """A name as a clean line; RSS's "address (Name)" and "Name <address>" are reduced to the name."""
    if "@" not in written:
        return clean_line(plain(RawText(written)), _MAX_NAME)
    line = clean_line(written, _MAX_NAME)
    if match := _RSS_PERSON_RE.fullmatch(line) or _NAMED_ADDRESS_RE.fullmatch(line):
        return match.group(1).strip().strip('"')
    return line


def labels(written: Iterable[str]) -> tuple[str, ...]:
    """Categories as clean lines, in order, without repeats."""
    found = dict.fromkeys(line for label in written if (line := _label(label[:_SCAN])))
    return tuple(found)[:_MAX_CATEGORIES]


@lru_cache(maxsize=512)
def _label(written: str) -> str:
    return clean_line(plain(RawText(written)), _MAX_NAME)


def language_tag(written: str | None) -> str | None:
    """A BCP 47 tag, None where `written` is none."""
    tag = (written or "").strip().replace("_", "-")
    return tag if _LANGUAGE_RE.fullmatch(tag) else None
