"""From a stored entry to an article that can be read."""

from collections import OrderedDict
from typing import Final

from newsreader.core.article import Article
from newsreader.core.document import Document, Embed
from newsreader.core.document_text import reading_minutes
from newsreader.core.entries import Entry
from newsreader.store import Store

KEPT: Final = 24
"""Articles kept laid open in memory, so that going back and forth costs nothing."""


class ArticleShelf:
    """Makes articles of entries and keeps the last ones."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._documents: OrderedDict[int, tuple[str, Document]] = OrderedDict()

    def article(self, entry_id: int) -> Article | None:
        """The article of an entry, None where the entry is no longer stored.

        Raises:
            StoreError: The store cannot be read.
        """
        entry = self._store.entries.get(entry_id)
        if entry is None:
            return None
        document = self._document(entry)
        return Article(entry, document, reading_minutes(document))

    def _document(self, entry: Entry) -> Document:
        kept = self._documents.get(entry.id)
        if kept is not None and kept[0] == entry.content_html:
            self._documents.move_to_end(entry.id)
            return kept[1]
        document = make_document(entry)
        self._documents[entry.id] = (entry.content_html, document)
        if len(self._documents) > KEPT:
            self._documents.popitem(last=False)
        return document


def make_document(entry: Entry) -> Document:
    """The body of an entry as a Document, its enclosures as labelled links at the end."""
    # lxml is imported with the first article, so that the first headlines do not wait for it.
    from newsreader.parse.html import parse_document

    base_url = entry.base_url or entry.link or entry.feed_url
    document = parse_document(entry.content_html, base_url=base_url, title=entry.title)
    links = list(document.links)
    embeds: list[Embed] = []
    for enclosure in entry.enclosures:
        if enclosure.url in links:
            continue
        links.append(enclosure.url)
        kind = (enclosure.media_type or "file").partition("/")[0]
        name = enclosure.url.rpartition("/")[2].partition("?")[0] or enclosure.url
        size = f", {enclosure.length / 1_048_576:.1f} MB" if enclosure.length else ""
        embeds.append(Embed(f"{kind.capitalize()}: {name}{size}", len(links)))
    return Document((*document.blocks, *embeds), tuple(links))
