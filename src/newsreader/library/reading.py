"""From a stored entry to an article that can be read."""

import re
from collections import OrderedDict
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from newsreader.core.article import Article
from newsreader.core.counting import file_size
from newsreader.core.document import Document, Embed, Image
from newsreader.core.document_text import reading_minutes
from newsreader.core.entries import Entry
from newsreader.core.feeds import Enclosure
from newsreader.core.images import has_images
from newsreader.core.pages import ExtractedPage
from newsreader.core.search_text import html_to_words
from newsreader.core.urls import is_web_url
from newsreader.store import Store

_SITE_PICTURE_RE: Final = re.compile(r"logo|default|favicon|placeholder|no[-_]?(?:image|photo)", re.IGNORECASE)

KEPT: Final = 24
"""Articles kept laid open in memory, so that going back and forth costs nothing."""


class ArticleShelf:
    """Makes articles of entries and keeps the last ones."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._documents: OrderedDict[tuple[int, bool], tuple[str, Document]] = OrderedDict()

    def article(self, entry_id: int, *, full: bool | None = None) -> Article | None:
        """The article of an entry, None where the entry is no longer stored.

        Args:
            entry_id: The entry.
            full: Whether to read the page's text or the feed's; None: the page's where it is stored and says as much.

        Raises:
            StoreError: The store cannot be read.
        """
        entry = self._store.entries.get(entry_id)
        if entry is None:
            return None
        has_full = entry.full_text is not None and entry.full_text.html is not None
        shows_full = has_full and (prefers_full_text(entry) if full is None else full)
        document = self._document(entry, shows_full)
        return Article(entry, document, reading_minutes(document), shows_full)

    def _document(self, entry: Entry, full: bool) -> Document:
        html, _ = body_of(entry, full)
        key = entry.id, full
        kept = self._documents.get(key)
        if kept is not None and kept[0] == html:
            self._documents.move_to_end(key)
            return kept[1]
        document = make_document(entry, full=full)
        self._documents[key] = html, document
        if len(self._documents) > KEPT:
            self._documents.popitem(last=False)
        return document


def prefers_full_text(entry: Entry) -> bool:
    """Whether the page's text is the one to read: it is stored and no shorter than the feed's.

    A page may give less than the feed: a cookie notice, a video's caption, the wrong article.
    """
    if entry.full_text is None or entry.full_text.html is None:
        return False
    own = len(html_to_words(entry.content_html))
    return len(html_to_words(entry.full_text.html)) >= own * 0.9


def body_of(entry: Entry, full: bool) -> tuple[str, str]:
    """An entry's HTML, the page's where `full` (it must be stored), and what its links are resolved against."""
    if full and entry.full_text is not None:
        return entry.full_text.html or "", entry.full_text.base_url
    return entry.content_html, entry.base_url or entry.link or entry.feed_url


def make_document(entry: Entry, *, full: bool = False) -> Document:
    """The body of an entry as a Document: its page's lead picture first, its enclosures as labelled links last."""
    # lxml is imported with the first article, so that the first headlines do not wait for it.
    from newsreader.parse.html import parse_document

    html, base_url = body_of(entry, full)
    document = parse_document(html, base_url=base_url, title=entry.title)
    links = list(document.links)
    lead = _lead_image(entry, document, links) if full else []
    embeds = _embeds(entry.enclosures, links)
    return Document((*lead, *document.blocks, *embeds), tuple(links))


def document_of(page: ExtractedPage) -> Document:
    """The article of a web page as a Document."""
    from newsreader.parse.html import parse_document

    return parse_document(page.html, base_url=page.base_url, title=page.title)


def _lead_image(entry: Entry, document: Document, links: list[str]) -> list[Image]:
    """The picture that the page gives for the whole article, where its text has none; its URL is added to `links`."""
    url = entry.full_text.lead_image if entry.full_text is not None else None
    if url is None or not is_web_url(url) or not document.blocks or has_images(document) or _is_of_the_site(url):
        return []
    if url not in links:
        links.append(url)
    return [Image("", links.index(url) + 1)]


def _is_of_the_site(url: str) -> bool:
    """Whether a picture stands, by its file's name, for a whole site: pages without one of their own give that."""
    return _SITE_PICTURE_RE.search(urlsplit(url).path.rpartition("/")[2]) is not None


def _embeds(enclosures: Sequence[Enclosure], links: list[str]) -> list[Embed]:
    """Enclosures that are not linked yet, as labelled links; their URLs are added to `links`."""
    embeds = []
    for enclosure in enclosures:
        if enclosure.url in links:
            continue
        links.append(enclosure.url)
        kind = (enclosure.media_type or "file").partition("/")[0]
        name = enclosure.url.rpartition("/")[2].partition("?")[0] or enclosure.url
        size = f", {file_size(enclosure.length)}" if enclosure.length else ""
        embeds.append(Embed(f"{kind.capitalize()}: {name}{size}", len(links)))
    return embeds
