"""What the child elements of an entry or channel mean: RSS, RDF and Atom's own, and the known foreign ones."""

from functools import lru_cache
from typing import Any, Final

from newsreader.core.feeds import FeedKind

ATOM: Final = "http://www.w3.org/2005/Atom"
ATOM_03: Final = "http://purl.org/atom/ns#"
ATOMS: Final = (ATOM, "https://www.w3.org/2005/Atom", ATOM_03)
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC: Final = ("http://purl.org/dc/elements/1.1/", "http://purl.org/dc/elements/1.0/", "http://purl.org/dc/terms/")
_ITUNES: Final = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_SYNDICATION: Final = "http://purl.org/rss/1.0/modules/syndication/"
MEDIA: Final = "http://search.yahoo.com/mrss/"

_RSS_OWN: Final = {
    "title": "title",
    "link": "link",
    "guid": "id",
    "pubDate": "published",
    "published": "published",
    "lastBuildDate": "updated",
    "updated": "updated",
    "author": "author",
    "description": "body",
    "summary": "body",
    "content": "body",
    "language": "language",
    "ttl": "ttl",
    "skipHours": "skip hours",
    "skipDays": "skip days",
    "managingEditor": "author",
    "category": "category",
    "enclosure": "enclosure",
}
_ATOM_OWN: Final = {
    "title": "title",
    "link": "link",
    "id": "id",
    "published": "published",
    "issued": "issued",
    "created": "created",
    "updated": "updated",
    "modified": "updated",
    "author": "author",
    "subtitle": "body",
    "tagline": "body",
    "summary": "body",
    "content": "body",
    "category": "atom category",
}


@lru_cache(maxsize=32)
def _meanings(own: str, kind: FeedKind) -> dict[str, str]:
    """What each qualified child tag of an entry or channel means, `own` being the braced namespace of the format."""
    kinds: dict[str, str] = {}
    for space in _DC:
        kinds |= {
            f"{{{space}}}title": "other title",
            f"{{{space}}}date": "date",
            f"{{{space}}}created": "created",
            f"{{{space}}}issued": "issued",
            f"{{{space}}}modified": "updated",
            f"{{{space}}}creator": "author",
            f"{{{space}}}description": "body",
            f"{{{space}}}identifier": "other id",
            f"{{{space}}}language": "language",
            f"{{{space}}}subject": "category",
        }
    kinds["{http://purl.org/rss/1.0/modules/content/}encoded"] = "body"
    kinds[f"{{{_SYNDICATION}}}updatePeriod"] = "period"
    kinds[f"{{{_SYNDICATION}}}updateFrequency"] = "frequency"
    kinds[f"{{{_ITUNES}}}author"] = "other author"
    kinds[f"{{{_ITUNES}}}title"] = "other title"
    kinds[f"{{{_ITUNES}}}summary"] = "other body"
    kinds[f"{{{MEDIA}}}title"] = "other title"
    kinds[f"{{{MEDIA}}}description"] = "other body"
    kinds[f"{{{MEDIA}}}group"] = "group"
    kinds[f"{{{MEDIA}}}content"] = kinds[f"{{{MEDIA}}}thumbnail"] = "media"
    kinds[f"{{{MEDIA}}}category"] = kinds["{http://purl.org/rss/1.0/modules/taxonomy/}topic"] = "category"
    if kind != "atom":
        for name, meaning in _ATOM_OWN.items():
            kinds[f"{{{ATOM}}}{name}"] = f"atom {meaning}" if meaning in ("link", "author", "id", "body") else meaning
    for name, meaning in (_ATOM_OWN if kind == "atom" else _RSS_OWN).items():
        kinds[own + name] = meaning
        kinds[(own + name).lower()] = meaning
    return kinds


class Kinds(dict[Any, str]):
    """Meanings by qualified tag, "" for those that mean nothing here; for one document.

    `own` is the braced namespace of the format. A tag in other letters (`<GUID>`, seen in the wild) means the same.
    """

    def __init__(self, own: str, kind: FeedKind) -> None:
        super().__init__(_meanings(own, kind))

    def __missing__(self, tag: str) -> str:
        meaning = self[tag] = self.get(tag.lower(), "")
        return meaning
