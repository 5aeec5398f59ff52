"""Bytes of a web page → its text, whatever the server and the page say about the encoding.

HTML, 13.2.3.2 (byte order mark, HTTP header, `<meta>`), except where the bytes say otherwise: many servers name one
encoding for all their files, so that labels are checked against how text in each language looks.
"""

import re
from typing import Final

from newsreader.core.charsets import BYTE_ORDER_MARKS, UTF8_SEQUENCE_RE, charset_of, codec_of

_META_RE: Final = re.compile(rb"<meta\b[^<>]{0,2000}", re.IGNORECASE)
_XML_RE: Final = re.compile(rb"\s*<\?xml\s[^<>]{0,400}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_LOOK: Final = 4096
_SAMPLE: Final = 32_768
"""Bytes of text with other than ASCII characters that are looked at."""

_FOREIGN_RE: Final = re.compile(rb"[^<>]{0,400}[\x80-\xff][^<>]{0,2000}")
_ESCAPED: Final = {b"\x1b$B": "iso2022_jp", b"\x1b$@": "iso2022_jp", b"\x1b$)C": "iso2022_kr"}

_CYRILLIC: Final = frozenset("оеаинтсрвлкмдпуыяьгзбчйжхшюцщэёіїєґј«»—–“”„№…")
_HAN: Final = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天"
    "而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些"
    "与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相"
    "次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立"
    "马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共"
    "這來國個說們為時著過學對裡後麼沒於還發當開見經頭動兩長樣現將與進實話聲給幾業間問電門東關並內卻軍產萬體別處總"
    "場師書員報馬張難應親計務記邊灣會點種機無從們則區據導權統選舉議"
    "、。，：；「」『』（）《》！？“”　·"
)
_KANA: Final = frozenset(map(chr, (*range(0x3041, 0x3094), *range(0x30A1, 0x30F7), 0x30FC)))
_JAPANESE: Final = _KANA | frozenset("、。「」（）・　日年月本人国大中会社事者前市分同今新時後円行東京生学的見部")
_KOREAN: Final = frozenset(
    "이다는에의을가고하지한로기사은를대자도서리인으해시어라그정보부전수일나들제있과주원장상구아공스국성만여동것연"
    "경소유조진선트관와려었세발중방위개안문러내모면할적년화게용비학오김치계단당드말데신통민합회최생산거물실"
)
_LATIN: Final = frozenset("éèàùâêîôûëïüçœæäößÄÖÜÉÀñáíóúãõåøØÅÁÓ¿¡ìò«»’‘“”„–—…·•©®™°€£§²\xa0")
_EASTERN: Final = frozenset("ěščřžýáíéúůďťňąćęłńóśźżőűöüăâîșțŠČŘŽŚŁŻÁĆĘŃÓŹŐŰ„”“–—…\xa0«»đ")
_GREEK: Final = frozenset("αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώ«»’–\xa0")
_TURKISH: Final = frozenset("ığşçöüİĞŞÇÖÜâ’“”–\xa0")
_HEBREW: Final = frozenset(map(chr, range(0x5D0, 0x5EB))) | frozenset("–“”\xa0")
_ARABIC: Final = frozenset("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئپچژگ،؟؛ی\xa0")
_THAI: Final = frozenset(map(chr, range(0xE01, 0xE4F)))
_LIKELY: Final = (
    ("cp1252", _LATIN),
    ("cp1251", _CYRILLIC),
    ("gb18030", _HAN),
    ("big5hkscs", _HAN),
    ("cp932", _JAPANESE),
    ("euc_jp", _JAPANESE),
    ("cp949", _KOREAN),
    ("koi8-r", _CYRILLIC),
    ("koi8-u", _CYRILLIC),
    ("cp866", _CYRILLIC),
    ("iso8859-5", _CYRILLIC),
    ("mac-cyrillic", _CYRILLIC),
    ("cp1250", _EASTERN),
    ("iso8859-2", _EASTERN),
    ("cp1253", _GREEK),
    ("iso8859-7", _GREEK),
    ("cp1254", _TURKISH),
    ("cp1255", _HEBREW),
    ("cp1256", _ARABIC),
    ("cp874", _THAI),
)
_SIGNS: Final = dict(_LIKELY)
_SPARSE: Final = frozenset(["cp1252", "cp1250", "iso8859-2", "cp1254"])
"""Encodings whose text is mostly ASCII, so that a run of other letters speaks against them."""
_RUN_RE: Final = re.compile(r"[^\W\d_a-zA-Z]{5,}")
_MIXED_RE: Final = re.compile(r"[a-zA-Z][^\W\d_a-zA-Z]|[^\W\d_a-zA-Z][a-zA-Z]")
_DOUBT: Final = 0.25
"""How much more likely another encoding must look than the one that is named."""


def decode_html(body: bytes, content_type: str | None) -> str:
    """The text of the page `body`, without its byte order mark. Never fails: what cannot be read becomes U+FFFD.

    Args:
        content_type: The HTTP header, None where there was none.
    """
    for mark, name in BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    if wide := _bare_wide(body):
        return body.decode(wide, "replace")
    for escape, name in _ESCAPED.items():
        if escape in body:
            return body.decode(name, "replace")
    try:
        return body.decode("utf-8")  # bytes that are UTF-8 by chance are rarer than servers with a wrong label
    except UnicodeDecodeError:
        return body.decode(_encoding(body, content_type), "replace")


def _bare_wide(body: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of markup is zero."""
    head = body[: _LOOK & ~1]
    low, high = head[::2].count(0), head[1::2].count(0)
    if high > 8 and high > 10 * low:
        return "utf-16-le"
    return "utf-16-be" if low > 8 and low > 10 * high else None


def _encoding(body: bytes, content_type: str | None) -> str:
    sample = _sample(body)
    if _looks_utf8(sample):
        return "utf-8"
    named = [name for name in (charset_of(content_type), _meta(body)) if name and not name.startswith("utf")]
    scores = {name: _score(sample, name) for name in named}
    best = max(named, key=lambda name: scores[name], default=None)
    if best is not None and scores[best] > (1 - _DOUBT if best != "cp1252" else 0.95):
        return best
    for name, _ in _LIKELY:
        if name not in scores:
            scores[name] = _score(sample, name)
    likely = max(scores, key=lambda name: scores[name])
    if best is None:
        return likely if scores[likely] > _DOUBT else "cp1252"
    doubt = 0.1 if best == "cp1252" else _DOUBT  # what servers say that were never told
    return likely if scores[likely] > scores[best] + doubt else best


def _meta(body: bytes) -> str | None:
    """The codec that the page names, wherever it does: seen after 200 KB of styles."""
    if (declared := _XML_RE.match(body)) and (name := codec_of(declared.group(1).decode("ascii"))):
        return name
    for match in _META_RE.finditer(body):
        if b"charset" in match.group().lower() and (name := charset_of(match.group().decode("ascii", "replace"))):
            return name
    return None


def _sample(body: bytes) -> bytes:
    pieces: list[bytes] = []
    size = 0
    for match in _FOREIGN_RE.finditer(body):
        pieces.append(match.group())
        size += len(match.group())
        if size > _SAMPLE:
            break
    return b" | ".join(pieces)


def _looks_utf8(sample: bytes) -> bool:
    """Whether `sample` is mostly UTF-8: cut or damaged, not mislabelled."""
    return len(UTF8_SEQUENCE_RE.findall(sample)) > 2 * sample.decode("utf-8", "replace").count("\ufffd")


def _score(sample: bytes, name: str) -> float:
    """How much `sample` looks like text when read as `name`: 1 is every character a common one, 0 or less none."""
    text = sample.decode(name, "replace")
    foreign = [character for character in text if character > "\x7f"]
    if not foreign:
        return 0.0
    common = _SIGNS.get(name, _LATIN)
    good = sum(map(common.__contains__, foreign))
    bad = 4 * foreign.count("\ufffd") + sum("\x80" <= character < "\xa0" for character in foreign)
    if name in _SPARSE:
        bad += 2 * sum(map(len, _RUN_RE.findall(text)))
    elif name in _SIGNS:
        bad += len(_MIXED_RE.findall(text))
    return _reliable(good, len(foreign), name) - bad / len(foreign)


def _reliable(good: int, count: int, name: str) -> float:
    """The share of common characters, made comparable: a fifth of Chinese text is among the few hundred listed."""
    share = good / count
    return min(1.0, share * 1.8) if _SIGNS.get(name) in (_HAN, _JAPANESE, _KOREAN) else share
