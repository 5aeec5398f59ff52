"""Text as the search index sees it: markup gone, Chinese and Japanese cut into overlapping pairs.

FTS5's unicode61 tokenizer takes a run of Chinese for one word, so nothing inside it could be found. Here 半导体 becomes
"半导 导体 体": any two characters are a word, a longer query is a phrase of pairs, and a single character is a prefix.
Both the index and the query go through `segment`, so they always agree.
"""

import html
import re
from functools import lru_cache
from operator import add
from typing import Final

# Han with extensions, Hiragana, Katakana and half-width Katakana, Bopomofo, iteration marks; Hangul is written with
# spaces and needs no pairs. Thai, Lao, Khmer and Burmese are written without spaces too and are cut likewise.
_UNSPACED: Final = (
    "\u3005-\u3007\u3040-\u30ff\u3105-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\U00020000-\U0003ffff"
)
UNSPACED_RUN: Final = re.compile(f"[{_UNSPACED}]+")
_SPLIT_RUNS: Final = re.compile(f"([{_UNSPACED}]+)")
_DROPPED_START: Final = re.compile(r"<(?:(!--)|(script|style|template)\b)", re.IGNORECASE)
_DROPPED_END: Final = {
    "!--": re.compile("-->"),
    "script": re.compile(r"</script\s*>", re.IGNORECASE),
    "style": re.compile(r"</style\s*>", re.IGNORECASE),
    "template": re.compile(r"</template\s*>", re.IGNORECASE),
}
# Tags that may stand inside a word; the spelling in capitals is rare enough to list only what old pages use.
_INLINE_TAG: Final = re.compile(
    r"</?(?:[abiqsuABIU]|abbr|bd[io]|cite|code|em|font|mark|small|span|strong|su[bp]|wbr|EM|FONT|SPAN|STRONG)"
    r"(?:[\s/][^<>]*)?>"
)
_TAG: Final = re.compile(r"<[a-zA-Z/!?][^<>]*>")
MAX_INDEXED: Final = 500_000
"""Characters of one article that are searched; beyond it lies base64, not text."""


def html_to_words(source: str) -> str:
    """The words of an HTML fragment, for searching only: quick, and deaf to everything but text."""
    if "<" in source:
        source = _without_hidden(source[: MAX_INDEXED * 2])
        source = _TAG.sub(" ", _INLINE_TAG.sub("", source))
    return html.unescape(source)[:MAX_INDEXED]


def _without_hidden(source: str) -> str:
    """`source` without comments, scripts and styles; one that never ends is left in.

    Linear: no end is looked for twice, as a body of 100,000 `<script` without an end would take minutes.
    """
    start = _DROPPED_START.search(source)
    if start is None:
        return source
    kept: list[str] = []
    endless: set[str] = set()
    done = 0
    while start:
        kind = (start.group(1) or start.group(2)).lower()
        end = None if kind in endless else _DROPPED_END[kind].search(source, start.end())
        if end:
            kept.append(source[done : start.start()])
            done = end.end()
            start = _DROPPED_START.search(source, done)
        else:
            endless.add(kind)
            start = _DROPPED_START.search(source, start.end())
    kept.append(source[done:])
    return " ".join(kept)


def segment(text: str) -> str:
    """`text` with every run of unspaced script replaced by its overlapping pairs and its last character."""
    if text.isascii():
        return text
    parts = _SPLIT_RUNS.split(text)
    if len(parts) == 1:
        return text
    parts[1::2] = map(_pairs, parts[1::2])
    return "".join(parts)


@lru_cache(maxsize=16_384)
def _pairs(run: str) -> str:
    """Cached, as most of the time goes into short runs, and those come again and again."""
    return f" {' '.join(map(add, run, run[1:]))} {run[-1]} " if len(run) > 1 else f" {run} "
