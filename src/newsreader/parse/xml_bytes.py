"""Bytes of an XML document → the same document in UTF-8, from its first tag on, declaring no entities.

The encoding is found as RFC 7303, 3 has it (byte order mark, HTTP charset, XML declaration), then by looking at the
bytes, since labels lie.
"""

import codecs
import re
from dataclasses import dataclass, field
from typing import Final

from newsreader.core.charsets import BYTE_ORDER_MARKS, UTF8_SEQUENCE_RE, charset_of, codec_of

_DECLARATION_RE: Final = re.compile(rb"<\?xml\s[^>]{0,400}?>")
_ENCODING_RE: Final = re.compile(rb"encoding\s*=\s*[\"']\s*([A-Za-z0-9._:-]{1,40})\s*[\"']")
_LANGUAGE_RE: Final = re.compile(rb"(?:<(?:dc:)?language>\s*|xml:lang\s*=\s*[\"'])([A-Za-z]{2})", re.IGNORECASE)
_FEED_RE: Final = re.compile(rb"<\?xml[\s?]|<(?:[A-Za-z][\w.-]{0,30}:)?(?:rss|feed|rdf|channel)[\s>/]", re.IGNORECASE)
_MARKUP_BEFORE_ROOT_RE: Final = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_BEFORE_ROOT_RE: Final = re.compile(rb"(?>\s+|<\?.*?\?>|<!--.*?-->)*+(?=<[A-Za-z])", re.DOTALL)
_DOCTYPE_RE: Final = re.compile(r"<!DOCTYPE\b", re.IGNORECASE)
_DOCTYPE_TOKEN_RE: Final = re.compile(r"[\[\]>\"']|<!--")
_PAGE_RE: Final = re.compile(r"<(?:html|head|body)[\s>]", re.IGNORECASE)
_ILLEGAL_RE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

_BARE_WIDE: Final = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_EBCDIC: Final = "<?xm".encode("cp037")  # XML 1.0, F.1
# What servers say who were never told: no more than a guess
_DEFAULT: Final = "cp1252"
_BY_LANGUAGE: Final = {
    b"ru": ("cp1251", "koi8-r"),
    b"uk": ("cp1251", "koi8-u"),
    b"bg": ("cp1251",),
    b"zh": ("gb18030", "big5hkscs"),
    b"ja": ("euc_jp", "cp932"),
    b"ko": ("cp949",),
    b"pl": ("iso8859-2", "cp1250"),
    b"cs": ("cp1250",),
    b"hu": ("cp1250",),
    b"el": ("cp1253",),
    b"tr": ("cp1254",),
    b"he": ("cp1255",),
    b"ar": ("cp1256",),
}
_LOOK: Final = 4096


@dataclass(slots=True)
class XmlBody:
    """`data` is UTF-8, declares no other encoding and no document type; `notes` say what was odd."""

    data: bytes
    notes: list[str] = field(default_factory=list)


def decode(body: bytes, content_type: str | None, notes: list[str]) -> str:
    """`body` as text, without its byte order mark. Never fails: what cannot be read becomes U+FFFD, with a note."""
    for mark, name in BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    head = body[:_LOOK].lstrip()
    for start, name in _BARE_WIDE:
        if head.startswith(start) or (name.endswith("be") and body.startswith(start)):
            return body.decode(name, "replace")
    if body.startswith(_EBCDIC):
        return _decode_ebcdic(body)
    declared = _DECLARATION_RE.search(body[:_LOOK])
    label = _ENCODING_RE.search(declared.group()) if declared else None
    prolog = codec_of(label.group(1).decode("ascii")) if label else None
    if label and prolog is None:
        notes.append(f"The encoding it names, {label.group(1).decode('ascii')}, is unknown; it was guessed.")
    if prolog and prolog.startswith(("utf-16", "utf-32")):
        prolog = None  # it is not, or its declaration could not have been read
    http = charset_of(content_type)
    try:
        utf8: str | None = body.decode("utf-8")
    except UnicodeDecodeError:
        utf8 = None
    if utf8 is not None and (prolog in (None, "utf-8") or utf8.isascii()) and not (http and _is_escaped(http)):
        return utf8  # bytes that are valid UTF-8 by chance are rarer than servers with a wrong charset
    # The header counts first (RFC 7303, 3.2), but the author of a document knows more than a server's configuration.
    in_doubt = http and prolog != _DEFAULT and not (http.startswith("utf") or _is_escaped(http))
    for label_name in (prolog, http) if in_doubt else (http, prolog):
        if label_name and (text := _strictly(body, label_name)) is not None:
            return text
    return _guess(body, utf8, notes, (http, prolog))


def _decode_ebcdic(body: bytes) -> str:
    label = _ENCODING_RE.search(body[:_LOOK].decode("cp037").encode("ascii", "replace"))
    name = (codec_of(label.group(1).decode("ascii")) if label else None) or "cp037"
    return body.decode(name, "replace").replace("\x85", "\n")


def _is_escaped(name: str) -> bool:
    """Whether text in this encoding can look like ASCII without being it."""
    return name.startswith(("iso2022", "hz", "utf-7", "utf-16", "utf-32"))


def _strictly(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except (UnicodeError, LookupError):
        return None


def _guess(body: bytes, utf8: str | None, notes: list[str], labels: tuple[str | None, ...]) -> str:
    """`body` read by what it looks like, every label having failed."""
    if utf8 is not None:
        return utf8
    if "utf-8" in labels:
        text = body.decode("utf-8", "replace")
        broken = text.count("\ufffd")
        if len(UTF8_SEQUENCE_RE.findall(body)) > broken * 2:  # mostly UTF-8: cut or damaged, not mislabelled
            notes.append("Some characters could not be read.")
            return text
    language = _LANGUAGE_RE.search(body[: 4 * _LOOK])
    for name in _BY_LANGUAGE.get(language.group(1).lower() if language else b"", ()):
        if (found := _strictly(body, name)) is not None:
            notes.append(f"Its encoding was wrong or missing; it was read as {name}.")
            return found
    notes.append("Its encoding was wrong or missing; it was read as windows-1252.")
    return body.decode("cp1252", "replace")


def as_it_is(body: bytes, content_type: str | None) -> XmlBody | None:
    """`body` in the common case: it says that it is UTF-8 and declares no document type. Whether it is, is not checked.

    None in all other cases, which are for prepare().
    """
    start = len(codecs.BOM_UTF8) if body.startswith(codecs.BOM_UTF8) else 0
    before = _BEFORE_ROOT_RE.match(body[:_LOOK], start)
    if before is None or (not start and charset_of(content_type) not in (None, "utf-8")):
        return None
    declared = _DECLARATION_RE.match(before.group())
    label = _ENCODING_RE.search(declared.group()) if declared else None
    if label and label.group(1).lower() not in (b"utf-8", b"utf8"):
        return None
    return XmlBody(body[start:] if start else body)


def prepare(body: bytes, content_type: str | None, expected: re.Pattern[bytes] = _FEED_RE) -> XmlBody:
    """The XML document in `body`, in UTF-8, from its root element on, without its document type.

    `expected` matches where it may begin; what stands before is skipped.

    No entity that a document declares is ever expanded: their declarations are gone, so that a use of one is no
    longer well-formed and is left as text by the tolerant reader.
    """
    notes: list[str] = []
    text = decode(body, content_type, notes)
    cleaned = _ILLEGAL_RE.sub("", text)
    if len(cleaned) != len(text):
        notes.append("Characters that XML forbids were removed.")
    text = cleaned
    root = _without_prolog(text)
    if expected.match(root[:_LOOK].encode("ascii", "replace")) is None:
        # a PHP warning, say, or a second declaration
        found = expected.search(root[: 16 * _LOOK].encode("ascii", "replace"))
        if found and not _PAGE_RE.match(root):
            notes.append("Something stood before the feed; it was skipped.")
            root = _without_prolog(root[found.start() :])
    return XmlBody(root.encode("utf-8"), notes)


def _without_prolog(text: str) -> str:
    """`text` from its root element on, without the XML declaration, comments and document type before it."""
    position = 0
    while True:
        if match := _MARKUP_BEFORE_ROOT_RE.match(text, position):
            position = match.end()
        elif match := _DOCTYPE_RE.match(text, position):
            position = _end_of_doctype(text, match.end())
        else:
            return text[position:]


def _end_of_doctype(text: str, position: int) -> int:
    """Where the document type that begins before `position` ends; the end of `text` where it does not.

    By finding, not by matching: one pass, however many quotes and comments are left open.
    """
    inside = False
    while token := _DOCTYPE_TOKEN_RE.search(text, position):
        position = token.end()
        match token.group():
            case "[":
                inside = True
            case "]":
                inside = False
            case ">":
                if not inside:
                    return position
            case opening:
                closing = "-->" if opening == "<!--" else opening
                end = text.find(closing, position)
                if end < 0:
                    return len(text)
                position = end + len(closing)
    return len(text)
