"""How each view's list is arranged: its order, its headings; and how much a feed must matter to be listed."""

import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple, get_args

from newsreader.core.entries import Order
from newsreader.core.subscriptions import PRIORITIES, Priority
from newsreader.library.groups import Groups, groups_of
from newsreader.library.headlines import HeadlineList
from newsreader.library.library import Library
from newsreader.library.views import View

ORDERS: Final[tuple[Order, ...]] = get_args(Order)
ORDER_NAMES: Final[Mapping[Order, str]] = {
    "newest": "newest first",
    "oldest": "oldest first",
    "feed": "by feed",
    "priority": "by priority",
    "length": "shortest first",
    "round robin": "one of each feed",
}
LEAST_NAMES: Final[Mapping[Priority | None, str]] = {"must": "must", "should": "must, should", None: "all priorities"}
MOST_VIEWS: Final = 1_000
"""Views whose arrangement is kept, those changed last."""

_KEY: Final = "arrangement"


class Arranged(NamedTuple):
    """`headings`: whether the list has them."""

    order: Order = "newest"
    headings: bool = False


USUAL: Final = Arranged()


class Arrangement:
    """What was chosen for each view, over a restart. `usual` is what a view has until something else is chosen."""

    def __init__(self, library: Library, usual: Arranged) -> None:
        self._library = library
        self.usual = usual
        self._views, self._least = _read(library.recall(_KEY))
        self._grouped: tuple[HeadlineList, bool, int] | None = None
        self._groups: Groups = ()

    def of(self, view: View) -> Arranged:
        """How a view is arranged."""
        return self._views.get(view.key, self.usual)

    def arrange(self, view: View, arranged: Arranged) -> None:
        """Choose for a view. Raises StoreError where the store cannot be written; it holds until the end then."""
        self._views.pop(view.key, None)
        if arranged != self.usual:
            self._views[view.key] = arranged
            if len(self._views) > MOST_VIEWS:
                del self._views[next(iter(self._views))]
        self._keep()

    def groups(self, view: View, headlines: HeadlineList) -> Groups:
        """The headings of a view's list, none (empty) where it is to have none.

        Raises StoreError where the store cannot be read.
        """
        if not self.of(view).headings:
            return ()
        at_hand = headlines, headlines.whole, len(headlines)
        if self._grouped is None or self._grouped[0] is not headlines or self._grouped[1:] != at_hand[1:]:
            self._groups = groups_of(headlines, self._library.store, self._library.now())
            self._grouped = at_hand
        return self._groups

    @property
    def least(self) -> Priority | None:
        """Only feeds that matter as much or more are listed; None: all."""
        return self._least

    def tighten(self) -> None:
        """All → must and should → must alone → all. Raises StoreError as `arrange` does."""
        steps: dict[Priority | None, Priority | None] = {None: "should", "should": "must"}
        self._least = steps.get(self._least)
        self._keep()

    def _keep(self) -> None:
        views = {key: [arranged.order, arranged.headings] for key, arranged in self._views.items()}
        self._library.remember(_KEY, json.dumps({"views": views, "least": self._least}))


def _read(kept: str | None) -> tuple[dict[str, Arranged], Priority | None]:
    try:
        note: dict[str, Any] = json.loads(kept or "{}")
        views = {
            str(key): Arranged(order, bool(headings))
            for key, (order, headings) in note["views"].items()
            if order in ORDERS
        }
        least = note["least"]
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}, None
    return views, least if least in PRIORITIES[:-1] else None
