"""Text as the search index sees it: markup gone, Chinese and Japanese cut into overlapping pairs.

FTS5's unicode61 tokenizer takes a run of Chinese for one word, so nothing inside it could be found. Here 半导体 becomes
"半导 导体 体": any two characters are a word, a longer query is a phrase of pairs, and a single character is a prefix.
Both the index and the query go through `segment`, so they always agree.
"""

import html
import re
from typing import Final

# Han with extensions, Hiragana, Katakana and half-width Katakana, Bopomofo, iteration marks; Hangul is written with
# spaces and needs no pairs. Thai, Lao, Khmer and Burmese are written without spaces too and are cut likewise.
_UNSPACED: Final = (
    "\u3005-\u3007\u3040-\u30ff\u3105-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\U00020000-\U0003ffff"
)
UNSPACED_RUN: Final = re.compile(f"[{_UNSPACED}]+")
_DROPPED: Final = re.compile(r"<!--.*?-->|<(script|style|template)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_INLINE_TAG: Final = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|em|font|i|mark|q|s|small|span|strong|sub|sup|u|wbr)\b[^<>]*>",
    re.IGNORECASE,
)
_TAG: Final = re.compile(r"<[a-zA-Z/!?][^<>]*>")
MAX_INDEXED: Final = 500_000
"""Characters of one article that are searched; beyond it lies base64, not text."""


def html_to_words(source: str) -> str:
    """The words of an HTML fragment, for searching only: quick, and deaf to everything but text."""
    if "<" in source:
        source = _DROPPED.sub(" ", source[: MAX_INDEXED * 2])
        source = _TAG.sub(" ", _INLINE_TAG.sub("", source))
    return html.unescape(source)[:MAX_INDEXED]


def segment(text: str) -> str:
    """`text` with every run of unspaced script replaced by its overlapping pairs and its last character."""
    if text.isascii():
        return text
    return UNSPACED_RUN.sub(lambda run: f" {' '.join(_pairs(run.group()))} ", text)


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run))]
