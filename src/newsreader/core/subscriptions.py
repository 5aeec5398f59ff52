"""What the user asked to follow: the entries of feeds.toml as typed values."""

from typing import Final, Literal, NamedTuple, get_args

from newsreader.core.asking import USUAL, HowToAsk
from newsreader.core.retention import DEFAULT_KEEP, Keep

FullText = Literal["never", "auto", "always"]
Priority = Literal["must", "should", "may"]
Duplicates = Literal["show", "fold", "read"]

WELCOME_URL: Final = "newsreader:welcome"
"""The built-in subscription that explains the reader; it is read from the package, not from a network."""

NEVER: Final = 0
"""The `interval` of a subscription that is refreshed only when the user names it."""

NO_LIMIT: Final = 0
"""The `max_unread` of a subscription of which everything may stay unread."""

PRIORITIES: Final[tuple[Priority, ...]] = get_args(Priority)
"""The most important first."""


class PageRules(NamedTuple):
    """Where the entries of a news list page are. All None: found automatically.

    Selectors are CSS, relative to one `item`; `date` may be `selector@attribute`; `date_format` is strptime's.
    """

    links: tuple[str, ...] = ()
    item: str | None = None
    link: str | None = None
    headline: str | None = None
    date: str | None = None
    date_format: str | None = None
    summary: str | None = None
    content: str | None = None
    limit: int | None = None


def split_selector(written: str) -> tuple[str, str]:
    """The CSS of a selector of PageRules and the attribute behind its @, "" where the text is meant.

    "@href" alone is the attribute of whatever is at hand: its CSS is "*".
    """
    css, at, attribute = written.rpartition("@")
    if not at or "]" in attribute:
        css, attribute = written, ""
    return css.strip() or "*", attribute.strip()


class Subscription(NamedTuple):
    """One `[[feed]]` or `[[page]]` of feeds.toml.

    `title` None: the feed's own. `folder` "" : none; "A/B" nests. `language`: a BCP 47 tag or None.
    `interval`: seconds between refreshes, NEVER, or None: the default of the settings. `page` is set where the URL is
    a news list page and not a feed. `keep` is what of its entries stays; `paused`: it is refreshed only where the user
    names it. `max_unread`: of more unread entries the older ones are marked read after a refresh; NO_LIMIT: all stay.
    `auto_read_after`: seconds after which an unread entry is marked read; NEVER: it stays. `duplicates`: what is
    done with what has come already, from another feed or this one: shown like all else, folded under what came first,
    or marked read. `asking` is what is said of this one alone (see
    `core.asking.Asking`).
    """

    url: str
    title: str | None = None
    folder: str = ""
    tags: tuple[str, ...] = ()
    language: str | None = None
    interval: int | None = None
    full_text: FullText = "auto"
    priority: Priority = "should"
    page: PageRules | None = None
    keep: Keep = DEFAULT_KEEP
    paused: bool = False
    max_unread: int = NO_LIMIT
    auto_read_after: int = NEVER
    duplicates: Duplicates = "fold"
    asking: HowToAsk = USUAL

    @property
    def needs_pages(self) -> bool:
        """Whether its entries are nothing without the pages behind them, or the user wants them always."""
        return self.full_text == "always" or (self.page is not None and self.full_text != "never")


class SavedSearch(NamedTuple):
    """One `[[search]]` of feeds.toml; `query` is in the query language and known to parse."""

    title: str
    query: str


class Subscriptions(NamedTuple):
    """All of feeds.toml, in the file's order."""

    feeds: tuple[Subscription, ...] = ()
    searches: tuple[SavedSearch, ...] = ()
    asking: HowToAsk = USUAL
    """How servers are asked of which nothing else is said."""

    def by_url(self) -> dict[str, Subscription]:
        return {subscription.url: subscription for subscription in self.feeds}
