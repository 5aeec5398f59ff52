"""What is asked for, and what is not worth downloading when something else was asked for."""

from typing import Final

from newsreader.core.fetching import Wanted

ACCEPT: Final[dict[Wanted, str]] = {
    "feed": (
        "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
        "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.6, */*;q=0.1"
    ),
    "page": "text/html, application/xhtml+xml, application/xml;q=0.8, */*;q=0.1",
    "image": "image/webp, image/png, image/jpeg, image/gif, */*;q=0.1",
}
"""The Accept header (RFC 9110, 12.5.1) of each kind."""

PLAIN_ACCEPT: Final = "*/*"

_NAMES: Final = {
    "application/pdf": "a PDF file",
    "application/zip": "a ZIP file",
    "application/epub+zip": "an EPUB book",
    "application/msword": "a Word document",
    "application/octet-stream": "a file to download",
}
_FAMILIES: Final = {"image": "a picture", "audio": "a sound file", "video": "a film", "font": "a font"}


def unwanted(want: Wanted, content_type: str | None) -> str | None:
    """What an answer is, in words, where its type says that it is of no use; None where it may be what is wanted.

    Feeds come under every type there is, so theirs is never looked at.
    """
    kind = (content_type or "").partition(";")[0].strip().lower()
    if want == "feed" or not kind:
        return None
    family = kind.partition("/")[0]
    if want == "image":
        useful = family == "image" or kind in ("application/octet-stream", "binary/octet-stream")
        return None if useful else "no picture"
    if kind in _NAMES:
        return _NAMES[kind]
    if kind.startswith("application/vnd."):
        return "an office document"
    return _FAMILIES.get(family)
