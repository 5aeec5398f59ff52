"""The schema.org data in a page: what its publisher says of the article, for search engines.

Its texts have no markup, but many publishers write HTML's character references into them.
"""

import json
from collections.abc import Iterator
from html import unescape
from typing import Any, Final

from newsreader.extract.tree import Element

_MAX_SCRIPT: Final = 1_000_000
_MAX_OBJECTS: Final = 2_000
_BEST: Final = ("newsarticle", "article", "blogposting", "report")


def article_data(tree: Element) -> dict[str, Any]:
    """The object that describes the article; {} where there is none. Names of properties are schema.org's."""
    best: dict[str, Any] = {}
    best_rank = 0
    for found in _objects(tree):
        rank = _rank(found.get("@type"))
        if rank > best_rank:
            best, best_rank = found, rank
    return best


def _rank(kinds: object) -> int:
    names = [str(kind).casefold() for kind in (kinds if isinstance(kinds, list) else [kinds])]
    if any(name.endswith(_BEST) or "posting" in name for name in names):
        return 2
    return 1 if "webpage" in names else 0


def _objects(tree: Element) -> Iterator[dict[str, Any]]:
    todo: list[Any] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            text = script.text.strip().removeprefix("<!--").removesuffix("-->").rstrip("; \n")
            try:
                todo.append(json.loads(text[:_MAX_SCRIPT], strict=False))
            except (ValueError, RecursionError):
                continue
    for _ in range(_MAX_OBJECTS):
        if not todo:
            return
        value = todo.pop(0)
        if isinstance(value, list):
            todo.extend(value)
        elif isinstance(value, dict):
            yield value
            todo.extend(value[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in value)


def names(value: object) -> list[str]:
    """The names in a property such as `author`: a string, an object with a name, or a list of them."""
    found: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        name = one.get("name") if isinstance(one, dict) else one
        if isinstance(name, list):
            name = name[0] if name else None
        if isinstance(name, str) and name.strip():
            found.append(unescape(name))
    return found


def headline(data: dict[str, Any]) -> str | None:
    """The article's title; None where it has none."""
    title = data.get("headline")
    return unescape(title) if isinstance(title, str) else None


def urls(value: object) -> list[str]:
    """The addresses in a property such as `image`: a string, an object with a URL, or a list of them."""
    found: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        url = (one.get("url") or one.get("contentUrl")) if isinstance(one, dict) else one
        if isinstance(url, str) and url.strip():
            found.append(url)
    return found
