"""The order of a list, its headings and what it leaves out, in plain mode."""

from collections.abc import Callable
from functools import partial

from newsreader.core.entries import Order
from newsreader.library.arrangement import LEAST_NAMES, ORDERS
from newsreader.plain.asides import PlainAsides


class PlainArranging(PlainAsides):
    """The commands of arranging; see PlainReader."""

    def _arranging(self) -> dict[str, Callable[[str], None]]:
        return {
            "order": lambda _: self._next_order(),
            **{f"order_{order.replace(' ', '_')}": partial(self._sort, order) for order in ORDERS},
            "headings": lambda _: self._headings(),
            "priority": lambda _: self._tighten(),
        }

    def _next_order(self) -> None:
        self._sort(ORDERS[(ORDERS.index(self._session.headlines.order) + 1) % len(ORDERS)])

    def _sort(self, order: Order, rest: str = "") -> None:
        del rest
        session = self._session
        if session.headlines.kept is not None:
            self._say(f"{session.view.title} has an order of its own.")
            return
        session.arrange(order, session.arrangement.of(session.view).headings)
        self._list(0)

    def _headings(self) -> None:
        session = self._session
        arranged = session.arrangement.of(session.view)
        session.arrange(arranged.order, not arranged.headings)
        if not arranged.headings and not session.groups:
            self._say("This list has no headings; they come with another order.")
        else:
            self._list(session.cursor)

    def _tighten(self) -> None:
        self._session.tighten()
        least = self._session.arrangement.least
        self._say(f"Feeds of priority {LEAST_NAMES[least].replace(', ', ' and ')}." if least else "All priorities.")
        self._list(0)
