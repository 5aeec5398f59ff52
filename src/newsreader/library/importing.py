"""What a list of feeds from another reader adds to the user's own."""

from typing import NamedTuple

from newsreader.config.opml import NoAddressError, read_outline
from newsreader.core.counting import counted
from newsreader.core.errors import ParseError
from newsreader.core.opml import Outline
from newsreader.core.subscriptions import Subscription, Subscriptions
from newsreader.core.text import clean_line
from newsreader.core.urls import display_url
from newsreader.parse.opml import read_opml


class Import(NamedTuple):
    """What an import comes to.

    `new` are the subscriptions to add, in the file's order; `known` is how many are followed already, `twice` how many
    stand in the file again. `refused` are sentences about outlines that cannot be taken, `addressless` is how many of
    them have no address, and `notes` are about the file.
    """

    new: tuple[Subscription, ...]
    known: int
    twice: int
    refused: tuple[str, ...]
    addressless: int = 0
    notes: tuple[str, ...] = ()


def read_list(body: bytes, name: str, following: Subscriptions) -> Import:
    """What the OPML in `body` adds to what is followed. A feed in several folders has the others as tags.

    Args:
        body: The file.
        name: What it is called in messages.
        following: The user's list.

    Raises:
        ParseError: It is no OPML, or has no outlines.
    """
    opml = read_opml(body, name)
    if not opml.outlines:
        raise ParseError(f"{name} names no feed; nothing was changed.", url=name)
    followed = following.by_url()
    new: dict[str, Subscription] = {}
    known: set[str] = set()
    twice = addressless = 0
    refused = []
    for outline in opml.outlines:
        try:
            one = read_outline(outline, own=opml.own)
        except ValueError as error:
            addressless += isinstance(error, NoAddressError)
            refused.append(f"{_called(outline)}: {error}")
            continue
        if one.url in followed:
            twice += one.url in known
            known.add(one.url)
        elif one.url in new:
            twice += 1
            new[one.url] = _merged(new[one.url], one)
        else:
            new[one.url] = one
    return Import(tuple(new.values()), len(known), twice, tuple(refused), addressless, opml.notes)


def _merged(first: Subscription, again: Subscription) -> Subscription:
    folder = (again.folder.rpartition("/")[2],) if again.folder not in ("", first.folder) else ()
    tags = tuple(dict.fromkeys((*first.tags, *again.tags, *(folder if first.folder else ()))))
    return first._replace(folder=first.folder or again.folder, tags=tags)


def _called(outline: Outline) -> str:
    attributes = outline.attributes
    title = clean_line(attributes.get("text") or attributes.get("title", ""), 80)
    address = display_url(attributes.get("xmlurl") or attributes.get("url", ""))
    if title and address:
        return f"“{title}” ({address})"
    return f"“{title}”" if title else address or "An outline without a name"


def import_sentence(found: Import, *, would: bool, short: bool = False) -> str:
    """What an import did, or `would` do, without its full stop; `short`: no more than what it added."""
    count = len(found.new)
    folders = len({one.folder for one in found.new if one.folder})
    inside = f" in {counted(folders, 'folder')}" if folders else ""
    parts = [f"{'Would add' if would else 'Added'} {counted(count, 'feed')}{inside}"]
    if short:
        return parts[0]
    if found.known:
        parts.append(f"{found.known:,} {'was' if found.known == 1 else 'were'} there already")
    if found.twice:
        parts.append(f"{found.twice:,} {'stands' if found.twice == 1 else 'stand'} in the file twice")
    if found.addressless:
        parts.append(f"{found.addressless:,} {'has' if found.addressless == 1 else 'have'} no address")
    if others := len(found.refused) - found.addressless:
        parts.append(f"{others:,} cannot be taken")
    return ", ".join(parts)
