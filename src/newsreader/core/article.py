"""What a person reads in the pane: an entry and its body as a Document."""

from typing import NamedTuple

from newsreader.core.document import Document
from newsreader.core.entries import Entry


class Article(NamedTuple):
    """`minutes` is the reading time, at least 1; `full_text`: the document is the page's, not the feed's."""

    entry: Entry
    document: Document
    minutes: int
    full_text: bool = False
