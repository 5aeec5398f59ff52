"""The names of character encodings on the web → Python's codecs."""

import codecs
import re
from typing import Final

BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""What bytes begin with, and their codec; that of UTF-32 before that of UTF-16, which is its beginning."""

UTF8_SEQUENCE_RE: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
"""One character of more than one byte in UTF-8."""

_CHARSET_RE: Final = re.compile(r"charset\s*=[\s\"']*+([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
# WHATWG Encoding, 4.2: what these labels mean on the web
_WIDER: Final = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "latin-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
}
# Labels seen in the wild that Python does not know
_ALIASES: Final = {
    "csmacintosh": "mac_roman",
    "mac": "mac_roman",
    "x-mac-roman": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "ms-cyrl": "cp1251",
    "windows1251": "cp1251",
    "win-1251": "cp1251",
    "win1251": "cp1251",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "windows-874": "cp874",
    "iso-8859-8-i": "iso8859-8",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gb18030",
    "x-x-big5": "big5hkscs",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
    "utf-8mb4": "utf-8",
}
_FAMILIES: Final = ("utf-", "iso8859", "cp", "koi8", "mac-", "big5", "euc_", "gb", "shift_jis", "iso2022_")
_OTHERS: Final = frozenset(["ascii", "hz", "johab", "tis-620", "latin-1", "ptcp154"])


def codec_of(label: str) -> str | None:
    """Python's name of the encoding that `label` means on the web (WHATWG Encoding, 4.2); None for an unknown one.

    Of several encodings that share a label the widest: "gb2312" is read as GB 18030, "iso-8859-1" as windows-1252.
    """
    label = label.strip().lower()
    try:
        name = codecs.lookup(_ALIASES.get(label, label)).name
    except (LookupError, ValueError):
        return None
    if name == "utf-7" or not (name in _OTHERS or name.startswith(_FAMILIES)):  # UTF-7 hides markup
        return None
    return _WIDER.get(name, name)


def charset_of(content_type: str | None) -> str | None:
    """The codec that an HTTP Content-Type or a `<meta content>` names; None where it names none that is known."""
    match = _CHARSET_RE.search(content_type or "")
    return codec_of(match.group(1)) if match else None
