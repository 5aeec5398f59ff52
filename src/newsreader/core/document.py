"""An article as blocks of text: what HTML becomes before it is laid out.

Every string here is clean (core.text) and free of markup; links are absolute and numbered in the order in which
they first appear.
"""

from dataclasses import dataclass
from enum import Flag, auto
from typing import Literal


class Style(Flag):
    PLAIN = 0
    STRONG = auto()
    EMPHASIS = auto()
    CODE = auto()
    STRIKE = auto()
    MARK = auto()
    SUPERSCRIPT = auto()
    SUBSCRIPT = auto()


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text of one style. A hard line break is "\\n" within `text`; `link` is a number into Document.links."""

    text: str
    style: Style = Style.PLAIN
    link: int | None = None


Inline = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    """1 to 6."""
    inline: Inline


@dataclass(frozen=True, slots=True)
class Paragraph:
    inline: Inline


@dataclass(frozen=True, slots=True)
class ListBlock:
    """`start` is the number of the first item of an ordered list; each item is blocks."""

    ordered: bool
    items: tuple[tuple["Block", ...], ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class DefinitionList:
    """Pairs of term and its blocks; a term without a definition has none."""

    items: tuple[tuple[Inline, tuple["Block", ...]], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Text whose lines and spaces count. `language` None where the page does not say."""

    text: str
    language: str | None = None


Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each row as long as `align`; `header` () where the table has none."""

    align: tuple[Align, ...]
    header: tuple[Inline, ...]
    rows: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture: `link` is the number of its URL in Document.links, sizes in CSS pixels or None."""

    alt: str
    link: int | None
    width: int | None = None
    height: int | None = None
    caption: Inline = ()


@dataclass(frozen=True, slots=True)
class Embed:
    """Something that a terminal cannot show (audio, video, iframe, enclosure): a labelled link."""

    label: str
    link: int | None


@dataclass(frozen=True, slots=True)
class Details:
    summary: Inline
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Rule:
    pass


Block = Heading | Paragraph | ListBlock | DefinitionList | Quote | CodeBlock | Table | Image | Embed | Details | Rule


@dataclass(frozen=True, slots=True)
class Document:
    """Blocks in reading order; `links[n - 1]` is the URL of link number n."""

    blocks: tuple[Block, ...]
    links: tuple[str, ...] = ()
