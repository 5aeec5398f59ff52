"""A web page → its article. Pure: nothing is fetched; the caller bounds time and memory."""

import logging
from collections.abc import Iterable
from copy import deepcopy
from typing import TYPE_CHECKING, Final

from newsreader.core.errors import ExtractError
from newsreader.core.html_decoding import decode_html
from newsreader.core.pages import ExtractedPage, SiteRules

if TYPE_CHECKING:
    from newsreader.extract.leaves import Leaf
    from newsreader.extract.metadata import Metadata
    from newsreader.extract.tree import Element

_LIBRARY_ELEMENTS: Final = 10_000
_LIBRARY_WORK: Final = 250_000
_LIBRARY_TEXT: Final = 600_000
"""The largest page that is given to the library, whose time grows with elements times depth: elements, that product,
characters of text. A quarter of a second each."""
_FEW: Final = 300
"""Bytes of text; with fewer a page with a password field is a login, not an article."""
_LEAST_TEXT: Final = 40
"""Bytes of UTF-8 text that an article has at least: a sentence in any script."""


def load_libraries() -> None:
    """Import what reading pages needs, a fifth of a second's work, for who knows that pages will come."""
    import trafilatura  # noqa: F401

    from newsreader.extract import choice, failures, metadata, output  # noqa: F401


def extract_page(
    body: bytes,
    *,
    url: str,
    content_type: str | None = None,
    rules: SiteRules | None = None,
    feed_title: str | None = None,
) -> ExtractedPage:
    """The readable article of the page `body`.

    Args:
        url: Where the page came from, after redirects.
        content_type: Its HTTP header, None where there was none.
        rules: The user's for this site. None, or a `content` that is not on this page: the article is found
            automatically.
        feed_title: The article's title in its feed; a line that repeats it is left out of the text.

    Raises:
        ExtractError: There is no article: not a web page, an empty one, one that needs JavaScript, a login or a proof
            of being human; or a selector of `rules` cannot be read.
    """
    from newsreader.extract import failures  # lxml is not loaded before it is needed
    from newsreader.extract import tree as trees
    from newsreader.extract.leaves import leaves_of
    from newsreader.extract.metadata import read_metadata
    from newsreader.extract.output import article_html, preformatted

    if kind := failures.not_a_page(body, content_type):
        raise failures.error_for(kind, url)
    text = decode_html(body, content_type)
    if _is_plain_text(text, content_type):
        return ExtractedPage(html=preformatted(text), base_url=url)
    tree = trees.parse(text)
    if tree is None:
        raise failures.no_article(None, url)
    metadata = read_metadata(tree, url)
    original = deepcopy(tree)
    if rules is not None:
        _remove(tree, rules, url)
    trees.clean(tree)
    trees.wrap_text(tree)
    leaves = leaves_of(tree)
    titles = [*metadata.titles, *([feed_title] if feed_title else [])]
    kept = _kept(leaves, original, tree, titles, rules, url)
    size = sum(len(leaf.text.encode()) for leaf in kept)
    # What the user's own rule points at is the article, however short.
    least = 1 if rules is not None and rules.content else _LEAST_TEXT
    if size < least or (size < _FEW and failures.is_barrier(original)):
        raise failures.no_article(original, url)
    return _page(article_html(kept, leaves), metadata)


def _is_plain_text(text: str, content_type: str | None) -> bool:
    return (content_type or "").lower().startswith("text/plain") and "<" not in text[:1000] and bool(text.strip())


def _page(html: str, metadata: "Metadata") -> ExtractedPage:
    return ExtractedPage(
        html=html,
        base_url=metadata.base_url,
        title=metadata.title,
        link=metadata.link,
        author=metadata.author,
        published_at=metadata.published_at,
        language=metadata.language,
        site=metadata.site,
        lead_image=metadata.lead_image,
    )


def _kept(
    leaves: "list[Leaf]",
    original: "Element",
    tree: "Element",
    titles: Iterable[str],
    rules: SiteRules | None,
    url: str,
) -> "list[Leaf]":
    from newsreader.extract.choice import choose, tidied

    titles = list(titles)
    if rules is not None and rules.content and (places := _selected(tree, rules.content, url)):
        inside = {one for place in places for one in place.iter()}
        return tidied(leaves, {index for index, leaf in enumerate(leaves) if leaf.element in inside}, titles)
    return choose(leaves, _library_text(original, url), titles)


def _library_text(tree: "Element", url: str) -> str:
    """The article's text as trafilatura sees it; "" where the page is too big for it, or it finds nothing."""
    from newsreader.extract.tree import depth_of

    size = sum(1 for _ in tree.iter())
    if size > _LIBRARY_ELEMENTS or size * depth_of(tree) > _LIBRARY_WORK:
        return ""
    if sum(map(len, tree.itertext("p", "div", "td", "li", "span", "b", "i", "a"))) > _LIBRARY_TEXT:
        return ""
    import trafilatura

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    found = trafilatura.extract(tree, url=url, favor_precision=True, include_comments=False)
    return found or ""


def _remove(tree: "Element", rules: SiteRules, url: str) -> None:
    for selector in rules.remove:
        for element in _selected(tree, selector, url):
            if element.getparent() is not None and element.tag not in ("body", "html"):
                element.drop_tree()


def _selected(tree: "Element", selector: str, url: str) -> "list[Element]":
    from cssselect import SelectorError
    from lxml.cssselect import CSSSelector
    from lxml.etree import XPathError

    try:
        return CSSSelector(selector, translator="html")(tree)
    except (SelectorError, XPathError) as error:
        raise ExtractError(f"“{selector}” is not a CSS selector ({error}).", url=url) from error
