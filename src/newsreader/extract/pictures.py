"""Pictures that a script would load when they are scrolled to: give them the source they will have."""

import re
from typing import Final

from lxml import html

from newsreader.extract.words import word_list

Element = html.HtmlElement

_LAZY: Final = word_list(
    "data-src data-original data-lazy-src data-lazy data-original-src data-actualsrc data-hi-res-src"
    " data-full-src data-image data-url data-echo data-src-large data-img-src data-defer-src data-raw-src"
    " data-runner-src"
)
_LAZY_SETS: Final = word_list("data-srcset data-lazy-srcset data-original-set srcset")
_STAND_IN_RE: Final = re.compile(
    r"^(?:data:|about:|#|$)|(?:blank|spacer|placeholder|pixel|loading|lazy|transparent|1x1|grey|gray)[\w-]*\.(?:gif|png|svg|jpe?g|webp)",
    re.IGNORECASE,
)
_CANDIDATE_RE: Final = re.compile(r"([^\s,]\S*[^\s,])(?:\s+([\d.]+)([wx]))?\s*(?:,|$)")
_PICTURE_RE: Final = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:$|[?#])", re.IGNORECASE)


def mend_pictures(tree: Element) -> None:
    """Set `src` of every picture of which another attribute, `<source>` or `<noscript>` says where it is."""
    for noscript in list(tree.iter("noscript")):
        _unwrap_noscript(noscript)
    for image in tree.iter("img", "amp-img"):
        image.tag = "img"
        if source := _source(image):
            image.set("src", source)


def _unwrap_noscript(noscript: Element) -> None:
    """A `<noscript>` with a picture in it is what a reader without scripts is meant to see."""
    images = noscript.findall(".//img")
    parent = noscript.getparent()
    if not images or parent is None or parent.tag == "head" or not images[0].get("src"):
        return
    before = noscript.getprevious()
    shown = None if before is None else before if before.tag == "img" else before.find(".//img")
    if shown is not None and (_is_stand_in(shown.get("src")) or _lazy(shown)):
        shown.set("src", images[0].get("src") or "")
        for name in (*_LAZY, *_LAZY_SETS):
            shown.attrib.pop(name, None)
    elif shown is None:
        noscript.tag = "span"


def _source(image: Element) -> str | None:
    current = image.get("src")
    if lazy := _lazy(image):
        return lazy
    if not _is_stand_in(current):
        return current
    for name in _LAZY_SETS:
        if found := largest(image.get(name)):
            return found
    picture = next(image.iterancestors("picture"), None)  # some way up: the parser does not know that <source> is empty
    if picture is not None:
        for source in picture.iter("source"):
            for name in _LAZY_SETS:
                if found := largest(source.get(name)):
                    return found
    return None


def _lazy(image: Element) -> str | None:
    for name in _LAZY:
        value = (image.get(name) or "").strip()
        if value and not _is_stand_in(value) and (_PICTURE_RE.search(value) or "/" in value) and " " not in value:
            return value
    return None


def _is_stand_in(source: str | None) -> bool:
    return bool(_STAND_IN_RE.search((source or "").strip()))


def largest(srcset: str | None) -> str | None:
    """The largest candidate of a `srcset` (HTML, 4.8.4.3.5), at most 2,000 pixels wide where there is a choice."""
    best: tuple[float, str] | None = None
    for url, number, unit in _CANDIDATE_RE.findall((srcset or "")[:20_000]):
        if url.startswith("data:"):
            continue
        try:
            size = float(number or 1) * (1000 if unit == "x" else 1)
        except ValueError:
            continue
        size = size if size <= 2000 else 1 / size
        if best is None or size > best[0]:
            best = (size, url)
    return best[1] if best else None
