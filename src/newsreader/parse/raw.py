"""What the readers of the formats hand to the builder: a feed's facts as written, before they are made clean."""

from dataclasses import dataclass, field
from typing import Literal

from newsreader.core.feeds import FeedKind

TextKind = Literal["html", "text"]


@dataclass(slots=True)
class RawText:
    """A piece of text: HTML source, or plain text to be shown as it is. `base` is its own xml:base, "" where none."""

    value: str
    kind: TextKind = "html"
    base: str = ""


@dataclass(slots=True)
class RawEntry:
    """One entry as written. `base` is the absolute xml:base in force at the entry, `link_base` that at its link, ""
    where none was declared. `bodies` are all candidates for the text. `blank`: it says nothing, or was cut off
    before it said anything, and is no entry.
    """

    id: str = ""
    link: str = ""
    title: RawText | None = None
    bodies: list[RawText] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    published: str | None = None
    updated: str | None = None
    categories: list[str] = field(default_factory=list)
    enclosures: list[tuple[str, str | None, str | int | None]] = field(default_factory=list)
    language: str | None = None
    base: str = ""
    link_base: str = ""
    blank: bool = False

    def says_nothing(self) -> bool:
        """Whether there is no id, link, title or text."""
        titled = self.title is not None and bool(self.title.value)
        return not (self.id or self.link or titled or any(body.value for body in self.bodies))


@dataclass(slots=True)
class RawPace:
    """How a feed asks to be read, as written: RSS 2.0's ttl, skipHours and skipDays, RSS 1.0's syndication module."""

    ttl: str = ""
    period: str = ""
    frequency: str = ""
    hours: list[str] = field(default_factory=list)
    days: list[str] = field(default_factory=list)


@dataclass(slots=True)
class RawFeed:
    """A document as written. `clean` says that no character of it needs to be removed."""

    kind: FeedKind
    entries: list[RawEntry]
    title: RawText | None = None
    link: str = ""
    base: str = ""
    link_base: str = ""
    language: str | None = None
    authors: list[str] = field(default_factory=list)
    description: RawText | None = None
    pace: RawPace = field(default_factory=RawPace)
    notes: list[str] = field(default_factory=list)
    clean: bool = False
