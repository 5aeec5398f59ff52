"""Foreign text made harmless: the one place that knows what must never reach a terminal.

Text from a feed or a page is cleaned where it enters (parse) and again where it leaves (the screen, standard
output, the log). ESC, 8-bit C1 controls and bidi overrides in a headline arrive at the terminal unchanged
otherwise (OSC 52 writes the clipboard, U+202E turns a name around).
"""

import re
import unicodedata
from typing import Final

MAX_LINE: Final = 500
"""The longest title, name or other one-line text kept, in characters; feeds with 50,000 of them exist."""

MAX_MARKS: Final = 4
"""Combining marks kept for one base character; Vietnamese needs 2, Tibetan 3, "zalgo" text uses hundreds."""

# C0 without tab, LF, CR; DEL; C1; soft hyphen; zero width space, LRM, RLM; bidi embeddings and overrides; word joiner
# and invisible operators; bidi isolates and deprecated format characters; ALM; BOM; interlinear annotation;
# Unicode 16, table 2-3 and UAX #9. ZWNJ and ZWJ (U+200C, U+200D) stay: Persian and emoji need them.
_FORBIDDEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff"
)
_FORBIDDEN_RE: Final = re.compile(f"[{_FORBIDDEN}]")
_SURROGATE_RE: Final = re.compile("[\ud800-\udfff]")
_SPACES_RE: Final = re.compile(r"[\s\u2028\u2029\x85]+")
# Vertical tab and form feed as well: without them the words on both sides would run together.
_LINE_ENDS_RE: Final = re.compile(r"\r\n?|[\x0b\x0c\u2028\u2029\x85]")
_ESCAPE_SEQUENCE_RE: Final = re.compile(
    r"\x1b\][^\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\|\x9c)?"  # OSC … BEL or ST
    r"|\x1b[PX^_][^\x1b\x9c]{0,4096}(?:\x1b\\|\x9c)?"  # DCS, SOS, PM, APC … ST
    r"|(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,16}[@-~]"  # CSI
    r"|\x1b[ -/]{0,4}[0-~]"  # the two- and three-byte escapes
)
# Joiners and variation selectors count along, or they would hide a long run as several short ones.
_MARKS_RE: Final = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u200c\u200d\ufe00-\ufe0f]{5,}"
)
# Joiners, fillers and selectors, which take part in text without being seen.
_UNSEEN_RE: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u200c\u200d\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e01ef]"
)


def clean_text(text: str) -> str:
    """`text` without anything that steers a terminal; line ends become LF, tabs and other white space stay."""
    if text.isascii() and text.isprintable():
        return text
    if "\x1b" in text or "\x9b" in text:
        text = _ESCAPE_SEQUENCE_RE.sub("", text)
    text = _SURROGATE_RE.sub("\ufffd", text)
    text = _LINE_ENDS_RE.sub("\n", text)
    text = _FORBIDDEN_RE.sub("", text)
    return _MARKS_RE.sub(lambda run: run.group()[:MAX_MARKS], text)


def clean_line(text: str, limit: int = MAX_LINE) -> str:
    """`text` as one clean line: white space folded and stripped, at most `limit` characters, then "…"."""
    if len(text) > limit * 20:  # an entire article in a title need not be cleaned to be cut
        text = text.lstrip()[: limit * 20]
    line = _SPACES_RE.sub(" ", clean_text(text)).strip()
    if len(line) <= limit:
        return line
    cut = limit - 1
    while cut > 0 and unicodedata.combining(line[cut]):
        cut -= 1
    return line[:cut].rstrip() + "…"


def is_blank(text: str) -> bool:
    """Whether nothing of `text` would be seen."""
    return not clean_line(_UNSEEN_RE.sub("", text), 80)
