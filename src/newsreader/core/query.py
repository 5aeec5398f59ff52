"""The query language as a tree. `query_parser` makes one from text; the store turns it into SQL."""

from dataclasses import dataclass
from typing import Literal

TextField = Literal["any", "title", "text"]
NameField = Literal["author", "feed", "folder", "tag", "note", "url", "lang"]
State = Literal["read", "unread", "starred", "full", "later", "snoozed", "noted", "tagged"]


@dataclass(frozen=True, slots=True)
class Words:
    """Text that must stand in the field as a phrase; a single word is a phrase of one.

    `exact`: the word as it is written, letter case aside, and not its inflections too. `forms`: the word and its
    inflections, any of which counts; () where only the text itself does.
    """

    text: str
    field: TextField = "any"
    exact: bool = False
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A column that contains `text`, letter case aside (`folder` and `tag`: equals; `folder` takes in sub-folders)."""

    field: NameField
    text: str


@dataclass(frozen=True, slots=True)
class Is:
    state: State


@dataclass(frozen=True, slots=True)
class Dated:
    """Published (else arrived) at or after `at`, or before it. `at`: Unix seconds."""

    side: Literal["after", "before"]
    at: int


@dataclass(frozen=True, slots=True)
class Long:
    """The text takes fewer minutes to read than `minutes`, more, or about as many, as the column of minutes has it."""

    side: Literal["under", "over", "about"]
    minutes: int


@dataclass(frozen=True, slots=True)
class Not:
    part: "Query"


@dataclass(frozen=True, slots=True)
class And:
    """All of `parts`; of none: everything."""

    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Query", ...]


Query = Words | Named | Is | Dated | Long | Not | And | Or
