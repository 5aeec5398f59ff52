"""The forms that a word may have: "chip" and "chips", "соглашение" and "соглашениями", "تعاون" and "التعاون".

The stemmers of Snowball (https://snowballstem.org) tell which words are forms of one. They cannot name these forms, so
what may be one is made of the word's beginnings and of the endings of its language, and they are asked about each.
Irregular forms ("went") are not found, nor what is derived ("cooperative"), only what is inflected.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Final

SHORTEST: Final = 3
"""Letters of a word that has other forms: in shorter ones a stem tells too little."""

_LONGEST: Final = 40
_LEAST_STEM: Final = 4
"""Letters of a stem that counts in a language beside English: "news" is "new" in French."""

_ENDINGS: Final = {
    "en": ("english", "s es e d ed ing y ies ied ying"),
    "de": ("german", "e en er es em n s st t te ten ter tes tem end ende enden ender endes"),
    "fr": (
        "french",
        "s x ux e es é és ée ées er ez ent ant ants ante antes ait aient ir it is issent al ale aux if ifs ive ives "
        "eux euse euses",
    ),
    "es": (
        "spanish",
        "s es o a os as e n en an ar er ir ó é í ado ada ados adas ido ida idos idas ando iendo ón ones ión iones aron "
        "ieron ará arán",
    ),
    "it": ("italian", "o a e i he hi ato ata ati ate ando endo are ere ire ano ono ione ioni à"),
    "pt": ("portuguese", "s o a os as e es r ar er ir ado ada ados adas ido ida idos idas ando endo ão ões ções l is"),
    "ru": (
        "russian",
        "а я о е ё и ы у ю ь й ой ей ою ею ом ем ём ам ям ах ях ами ями ов ев ёв ий ие ия ию ии ием иям иях иями ый ая "
        "яя ое ее ые ого его ому ему ым им ых их ую юю ыми ими ть ти л ла ло ли ет ют ит ят ут ат ешь ишь ен ена ено "
        "ены на но ны ся сь ться тся ются ится ятся лся лась лось лись вший вшие вших нный нная нное нные нного нной "
        "нных",
    ),
}
"""By language, the stemmer's name and how inflected words end."""

LANGUAGES: Final = frozenset(_ENDINGS)
_CYRILLIC_RE: Final = re.compile("[а-яё]+")
_ARABIC_RE: Final = re.compile("[\u0621-\u064a]+")
_WORD_RE: Final = re.compile(r"[^\W\d_]+")
_ARTICLE_RE: Final = re.compile("(?:[وفبك]?ال|لل)(?=...)")
_ARABIC_BEFORE: Final = ("", "ال", "وال", "فال", "بال", "كال", "لل", "و")
_ARABIC_AFTER: Final = ("", "ة", "ات", "ين", "ون", "ية", "يات")


def forms(word: str, languages: Iterable[str]) -> tuple[str, ...]:
    """`word` in small letters and what may be other forms of it, with and without accents.

    Most of them are no words at all; whoever has words can tell which of them are.

    Args:
        word: One word; what is not made of letters alone has no other forms.
        languages: The languages of what is searched, ISO 639-1; English always counts, and Russian and Arabic are told
            by their letters.
    """
    word = word.casefold()
    if not SHORTEST <= len(word) <= _LONGEST or not _WORD_RE.fullmatch(word):
        return (word,)
    if _ARABIC_RE.fullmatch(word):
        return tuple(dict.fromkeys([word, *_arabic(word)]))
    if _CYRILLIC_RE.fullmatch(word):
        return tuple(dict.fromkeys([word, *_inflected(word, "ru")]))
    if not _without_accents(word).isascii():
        return (word,)
    latin = ("en", *sorted(LANGUAGES.intersection(languages) - {"en", "ru"}))
    return tuple(dict.fromkeys([word, *(form for language in latin for form in _inflected(word, language))]))


def _inflected(word: str, language: str) -> Iterator[str]:
    from Stemmer import Stemmer  # only for who searches

    name, endings = _ENDINGS[language]
    stemmer = Stemmer(name)  # one for each call: it must not be shared by threads
    stem = stemmer.stemWord(word)
    if language not in ("en", "ru") and len(stem) < _LEAST_STEM:
        return
    least = max(_shared(word, stem) - 1, 2)
    beginnings = {stem, word + word[-1], *(word[:length] for length in range(least, len(word) + 1))}
    beginnings |= {_without_accents(beginning) for beginning in beginnings} if language != "ru" else set()
    made = [beginning + ending for beginning, ending in product(sorted(beginnings), ("", *endings.split()))]
    for form, its_stem in zip(made, stemmer.stemWords(made), strict=True):
        if its_stem == stem:
            yield form


def _shared(word: str, stem: str) -> int:
    """How many letters both begin with, accents aside."""
    pairs = zip(_without_accents(word), _without_accents(stem), strict=False)
    return next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(word), len(stem)))


def _arabic(word: str) -> Iterator[str]:
    """By rule: the stemmer takes the article for a part of some words."""
    article = _ARTICLE_RE.match(word)
    bare = word[article.end() :] if article else word
    for ending in sorted(_ARABIC_AFTER, key=len, reverse=True):
        if bare.endswith(ending) and len(bare) - len(ending) >= SHORTEST:
            stem = bare[: len(bare) - len(ending)]
            break
    else:
        stem = bare
    for before, after in product(_ARABIC_BEFORE, _ARABIC_AFTER):
        yield before + stem + after


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    return "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))
