"""The order of a list, its headings, and what it leaves out."""

from newsreader.core.entries import Order
from newsreader.library.arrangement import LEAST_NAMES, ORDER_NAMES, ORDERS
from newsreader.library.groups import group_at, range_of
from newsreader.tui.screens.main_bulk import MainBulk


class MainArrange(MainBulk, inherit_bindings=False):
    """The commands of arranging; each `action_` is a row of the command table."""

    def action_order(self) -> None:
        at = ORDERS.index(self.session.headlines.order)
        self._sort(ORDERS[(at + 1) % len(ORDERS)])

    def action_order_newest(self) -> None:
        self._sort("newest")

    def action_order_oldest(self) -> None:
        self._sort("oldest")

    def action_order_feed(self) -> None:
        self._sort("feed")

    def action_order_priority(self) -> None:
        self._sort("priority")

    def action_order_length(self) -> None:
        self._sort("length")

    def action_order_round_robin(self) -> None:
        self._sort("round robin")

    def action_headings(self) -> None:
        if self._has_its_own_order():
            return
        arranged = self.session.arrangement.of(self.session.view)
        self._arrange(arranged.order, not arranged.headings)
        if arranged.headings:
            self.say("No headings here")
        elif self.session.groups or len(self.session.headlines) == 0:
            group, view = self._keymap.shown("mark_group_read"), self.session.view.title
            self.say(f"Headings in {view} · {group} marks all under one read")
        else:
            self.say(f"A list with {ORDER_NAMES[arranged.order]} has no headings; they come with another order.")

    def action_priority(self) -> None:
        with self._telling():
            self.session.tighten()
            self._show_list()
            least = self.session.arrangement.least
            self.say("Feeds of all priorities" if least is None else f"Only feeds of priority {LEAST_NAMES[least]}")

    def action_mark_group_read(self) -> None:
        with self._telling():
            groups, headlines = self.session.groups, self.session.headlines
            number = group_at(groups, self.session.cursor)
            if number is None:
                self.say(f"There are no headings here; {self._keymap.shown('headings')} shows them.")
                return
            length = len(headlines.ids)  # now it is whole
            entries = range_of(self.session.groups, number, length)
            where = f"under {groups[number].title}, in {self.session.view.title}"
            nothing = f"Everything under {groups[number].title} is read already."
            self._mark_read(headlines.ids[entries.start : entries.stop], where, "mark_group_read", nothing)

    def _has_its_own_order(self) -> bool:
        own = self.session.headlines.kept is not None
        if own:
            self.say(f"{self.session.view.title} has an order of its own.")
        return own

    def _sort(self, order: Order) -> None:
        if self._has_its_own_order():
            return
        self._arrange(order, self.session.arrangement.of(self.session.view).headings)
        self.say(f"{self.session.view.title}: {ORDER_NAMES[self.session.headlines.order]}")

    def _arrange(self, order: Order, headings: bool) -> None:
        with self._telling():
            self.session.arrange(order, headings)
            self._show_list()
