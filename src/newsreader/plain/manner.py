"""How plain mode tells: what is said beside a headline, and how an article is read out."""

from dataclasses import dataclass

from newsreader.config.settings import Column, Dates


@dataclass(slots=True)
class Manner:
    """The user's choice.

    `columns` are the facts said after a headline, in their order on a screen; `snippet` is how many lines of its text
    follow. `width`: cells of an article's lines, None for one line a paragraph. `pictures`: whether they are spoken of.
    `marks_read`: whether reading an article marks it read.
    """

    columns: tuple[Column, ...] = ("feed", "date")
    dates: Dates = "relative"
    snippet: int = 0
    width: int | None = None
    pictures: bool = True
    marks_read: bool = True
