"""Entries as stored and as listed, and the filter that narrows a list."""

from typing import Literal, NamedTuple

from newsreader.core.feeds import Enclosure
from newsreader.core.query import Query
from newsreader.core.subscriptions import Priority

Flag = Literal["read", "starred"]
"""What the user can set on an entry."""

Order = Literal["newest", "oldest", "feed", "priority", "length", "round robin"]
"""How a list is sorted; equal ones newest first.

"feed": by the place in feeds.toml. "priority": must before should before may. "length": the shortest first.
"round robin": the newest of each feed, then the second of each, so that a loud feed cannot drown a quiet one.
"""


Kept = Literal["later", "snoozed", "opened"]
"""A list of the user's own making: what is for later in its order, what is snoozed by the time at which it comes back,
what was opened, the last first. It has entries of feeds that are no longer subscribed too."""


class EntryState(NamedTuple):
    """What the user did with an entry beside reading and starring it.

    `snoozed_until` is Unix seconds, None where it is not snoozed. `tags` are those given by hand; `note` "": none.
    """

    later: bool = False
    snoozed_until: int | None = None
    tags: tuple[str, ...] = ()
    note: str = ""


class EntrySummary(NamedTuple):
    """A row of the headline list.

    `sort_at` is the time that places it in a list: published, else arrived. `published_at` None: the feed gave no date.
    `title` is never empty here.
    """

    id: int
    feed_id: int
    feed_title: str
    title: str
    link: str | None
    author: str | None
    published_at: int | None
    updated_at: int | None
    sort_at: int
    read: bool
    starred: bool
    later: bool = False


class FullText(NamedTuple):
    """What the page behind an entry gave. `html` None: nothing (yet); `error` then says why, None before any try."""

    html: str | None
    base_url: str = ""
    lead_image: str | None = None
    error: str | None = None


class Entry(NamedTuple):
    """One stored entry with its body. `content_html` "" where the feed gave none; see EntryData for the rest.

    `full_text` None: nobody has asked for its page. `tags` are its feed's and then its own. `note` is the user's, "":
    none.
    """

    id: int
    feed_id: int
    feed_url: str
    feed_title: str
    uid: str
    title: str
    link: str | None
    author: str | None
    published_at: int | None
    updated_at: int | None
    arrived_at: int
    read: bool
    starred: bool
    tags: tuple[str, ...]
    language: str | None
    content_html: str
    base_url: str
    categories: tuple[str, ...]
    enclosures: tuple[Enclosure, ...]
    full_text: FullText | None = None
    note: str = ""


class EntryFilter(NamedTuple):
    """Narrows a list; every part that is set must hold. All unset: everything listed.

    `folder` takes in its sub-folders. `since`: `sort_at` at or after, Unix seconds. `after_id`: only entries that came
    into the store after that one (ids grow). `upto_id`: only those that did not. `least_priority`: only of feeds that
    matter as much or more. `kept`: only what is in that list. `folded`: without copies of what is in the list itself.
    """

    feed_id: int | None = None
    folder: str | None = None
    since: int | None = None
    starred: bool | None = None
    read: bool | None = None
    query: Query | None = None
    after_id: int | None = None
    upto_id: int | None = None
    least_priority: Priority | None = None
    kept: Kept | None = None
    folded: bool = False
