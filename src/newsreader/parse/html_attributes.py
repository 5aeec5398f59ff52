"""What the attributes of elements say, read with distrust."""

import re
from collections.abc import Mapping
from typing import Final

from newsreader.core.document import Align
from newsreader.core.text import clean_line
from newsreader.core.urls import host_of
from newsreader.parse.html_tables import MAX_COLUMNS, MAX_ROW_SPAN, PLAIN_CELL, PLAIN_HEADER, CellShape

Attributes = Mapping[str, str]

_HIDDEN_STYLE: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_STYLE_SIZE: Final = re.compile(r"(?:^|[;\s])(width|height)\s*:\s*(\d{1,5})(?:\.\d+)?px", re.IGNORECASE)
_STYLE_ALIGN: Final = re.compile(r"text-align\s*:\s*(left|right|center)", re.IGNORECASE)
_LANGUAGE: Final = re.compile(
    r"(?:^|\s)(?:language|lang|highlight-source|highlight-text|brush:)[-\s]*([\w+#.-]{1,30})", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"\s*([+-]?\d{1,19})")
_INLINE_PIXELS: Final = 32
_INLINE_CLASS: Final = re.compile(r"emoji|smiley|emoticon|wp-smiley|latex", re.IGNORECASE)
_EMBED_NAMES: Final = {"video": "Video", "audio": "Audio", "iframe": "Embedded page"}


def integer(value: str | None, least: int, most: int, default: int) -> int:
    """The whole number that `value` begins with, kept within bounds; `default` where there is none."""
    found = _NUMBER.match(value) if value else None
    return max(least, min(most, int(found.group(1)))) if found else default


def is_hidden(attributes: Attributes) -> bool:
    """Whether the page does not show the element (`hidden`, `display: none`)."""
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    return style is not None and _HIDDEN_STYLE.search(style[:2_000]) is not None


def _cell_align(attributes: Attributes) -> Align | None:
    """The alignment of a cell, None where the page does not say."""
    style = _STYLE_ALIGN.search(attributes.get("style", "")[:2_000])
    match (style.group(1) if style else attributes.get("align", "")).lower():
        case "left":
            return "left"
        case "right":
            return "right"
        case "center":
            return "center"
    return None


def cell_shape(tag: str, attributes: Attributes) -> CellShape:
    """How a `<td>` or `<th>` stands in its table, its spans capped."""
    if not attributes:
        return PLAIN_HEADER if tag == "th" else PLAIN_CELL
    span = integer(attributes.get("colspan"), 1, MAX_COLUMNS, 1)
    down = integer(attributes.get("rowspan"), 1, MAX_ROW_SPAN, 1)
    return CellShape(tag == "th", span, down, _cell_align(attributes))


def code_language(attributes: Attributes) -> str | None:
    """The language of a code block: `class="language-x"` (HTML, 4.4.15) and the forms of older highlighters."""
    found = _LANGUAGE.search(attributes.get("class", "")[:500])
    return clean_line(found.group(1)).lower() if found else None


def picture_size(attributes: Attributes) -> tuple[int | None, int | None]:
    """Width and height in CSS pixels, None where the page does not say."""
    sizes: dict[str, int | None] = {name: _pixels(attributes.get(name)) for name in ("width", "height")}
    for name, value in _STYLE_SIZE.findall(attributes.get("style", "")[:2_000]):
        sizes[name.lower()] = int(value)
    return sizes["width"], sizes["height"]


def _pixels(value: str | None) -> int | None:
    if not value or "%" in value:
        return None
    pixels = integer(value, -1, 100_000, -1)
    return pixels if pixels >= 0 else None


def picture_source(attributes: Attributes) -> str:
    """Where the picture is: pages that load it late have its address in data-src or srcset. "" where nowhere."""
    for name in ("data-src", "data-original", "data-lazy-src", "src"):  # their src is a stand-in
        value = attributes.get(name, "").strip()
        if value and value[:5].lower() != "data:":
            return value
    first = attributes.get("srcset", attributes.get("data-srcset", ""))[:8_000].split()
    return first[0].rstrip(",") if first and first[0][:5].lower() != "data:" else ""


def is_inline_picture(attributes: Attributes) -> bool:
    """Whether a picture stands for a sign within the text: an emoji, a smiley, a formula."""
    if _INLINE_CLASS.search(attributes.get("class", "")[:500]):
        return True
    sizes = [size for size in picture_size(attributes) if size is not None]
    return bool(sizes) and max(sizes) <= _INLINE_PIXELS


def embed_label(tag: str, attributes: Attributes, url: str | None) -> str:
    """What to call something that a terminal cannot show: its kind, then its title or the host that it comes from."""
    kind = _EMBED_NAMES.get(tag, "Embedded file")
    name = clean_line(attributes.get("title") or attributes.get("aria-label") or "", 120)
    if name:
        return f"{kind}: {name}"
    host = host_name(url) if url else ""
    return f"{kind} ({host})" if host else kind


def host_name(url: str) -> str:
    """The host of an absolute URL without "www.", "" where it has none."""
    return host_of(url).removeprefix("www.")


def word_set(words: str) -> frozenset[str]:
    """The names in `words`, for tables of tags."""
    return frozenset(words.split())
