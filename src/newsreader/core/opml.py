"""Outlines of OPML, the format in which readers hand lists of feeds to each other (opml.org/spec2.opml)."""

from collections.abc import Mapping
from typing import Final, NamedTuple

OWN_NAMESPACE: Final = "urn:newsreader:opml"
"""Of the attributes that say what OPML has no words for; other readers ignore them."""

OWN_PREFIX: Final = "newsreader:"
"""Before the names of such attributes, in a file and in `Outline.attributes`."""

MAX_OPML: Final = 20_000_000
"""Bytes; a list of 10,000 feeds has about 3 MB."""


class Outline(NamedTuple):
    """An outline that may be a feed.

    `attributes` are by name in lower case, OPML's own and those with OWN_PREFIX. `folders` are the names of the
    outlines around it, the outermost first.
    """

    attributes: Mapping[str, str]
    folders: tuple[str, ...] = ()


class OpmlList(NamedTuple):
    """All outlines of a file, in its order.

    `own`: the program wrote it, so that its texts are exact. `notes` are sentences about what was odd.
    """

    outlines: tuple[Outline, ...]
    own: bool = False
    notes: tuple[str, ...] = ()
