"""Whether two headlines, and the texts under them, are those of one article. Pure, and rather too strict than too lax:
what is taken for the same by mistake is news that nobody sees."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from newsreader.core.search_text import UNSPACED_RUN

TELLING: Final = 20
"""Bytes of a headline's letters and digits in UTF-8 from which on it says which article it is, not “News in brief”."""

PLAIN: Final = 5
"""A headline of so many words that is the same is of the same article, unless the texts are others."""

FEWEST: Final = 6
"""With fewer words than this a headline of which one is another is another headline."""

_LOOKED_AT: Final = 80
"""Words of a text's beginning."""

_CHARACTERS: Final = 1_000
"""Characters in which these are looked for."""

_ENOUGH: Final = 8
"""Shingles that a text has to have for its likeness to say anything."""

_ALIKE: Final = 0.6
"""The share of the shorter text's shingles that the other one has too, where they are the same."""

_UNALIKE: Final = 0.3
"""The share up to which they are another, whatever else they have in common."""

# Wire services number their updates: "UPDATE 2-Oil falls", "RPT-Oil falls", "CORRECTED-Oil falls".
_BEFORE: Final = re.compile(
    r"^(?:(?:update|refile|rpt|corrected|correction|breaking|exclusive|live|watch|video|updated|factbox|wrapup)"
    r"(?: ?\d{1,2})? ?[-:|–—]+ ?)+"
)
_AFTER: Final = re.compile(r"(?<=\S) +[-|–—] +\S+(?: \S+){0,3}$")
"""The publisher's name behind a headline: "Oil falls - Reuters"."""

_WORD: Final = re.compile(r"[^\W_]+")

Beginning = frozenset[tuple[str, str, str]]
"""The shingles at the beginning of a text: three words beside each other are one."""


def headline_letters(title: str) -> str:
    """The letters and digits of a headline alone, "" where they do not say which article it is."""
    letters = "".join(filter(str.isalnum, _folded(title)))
    return letters if len(letters.encode("utf-8", "replace")) >= TELLING else ""


def headline_words(title: str) -> tuple[str, ...]:
    """The words of a headline without what is often put before and behind it; of Chinese each character."""
    folded = _folded(title)
    shorter = _AFTER.sub("", _BEFORE.sub("", folded))
    words = text_words(shorter)
    return words if len(words) >= FEWEST else text_words(folded)


def text_words(text: str) -> tuple[str, ...]:
    """The words of a text that is folded already, or not to be."""
    if not text.isascii():
        text = UNSPACED_RUN.sub(lambda run: f" {' '.join(run[0])} ", text)
    return tuple(_WORD.findall(text))


def ends(words: Sequence[str]) -> tuple[str, ...]:
    """What headlines that are `nearly_same` have at least one of in common; () where too little is said."""
    if len(words) < FEWEST:
        return ()
    half = len(words) // 2
    return (f"< {' '.join(words[: min(half, 3)])}", f"> {' '.join(words[-min(half, 3) :])}")


def nearly_same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two headlines are the same but for at most one word, which is no number: put in, left out or another."""
    if min(len(one), len(other)) < FEWEST or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    left = (*one[start : len(one) - end], *other[start : len(other) - end])
    within_one = max(len(one), len(other)) - start - end <= 1
    return within_one and not any(any(map(str.isdigit, word)) for word in left)


def beginning(text: str) -> Beginning:
    """What a text is known again by: what stands beside each other where it begins."""
    words = text_words(_folded(text[:_CHARACTERS]))[:_LOOKED_AT]
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def likeness(one: Beginning, other: Beginning) -> float | None:
    """How much two beginnings have in common, from 0 to 1; None where one of them is too short to tell."""
    fewer = min(len(one), len(other))
    return len(one & other) / fewer if fewer >= _ENOUGH else None


def same_text(one: Beginning, other: Beginning) -> bool:
    """Whether two texts begin so much alike that they are one."""
    return (likeness(one, other) or 0.0) >= _ALIKE


def other_text(one: Beginning, other: Beginning) -> bool:
    """Whether two texts begin so differently that they are not the same."""
    alike = likeness(one, other)
    return alike is not None and alike <= _UNALIKE


def _folded(text: str) -> str:
    return text.casefold() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
