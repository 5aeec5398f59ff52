"""The counts of the sidebar, and what a refresh brings while the reader is open."""

from functools import cached_property
from typing import Final

from textual.timer import Timer

from newsreader.core.errors import NewsreaderError
from newsreader.library.needed import Needed
from newsreader.library.search_counts import count_searches
from newsreader.tui import garbage
from newsreader.tui.screens.main_display import MainDisplay
from newsreader.tui.threads import to_thread

COUNTS_SECONDS: Final = 0.2


class MainCounts(MainDisplay, inherit_bindings=False):
    """Counts when the keys rest, and on another thread what takes longer than a key may."""

    _counts_timer: Timer | None = None
    _counting = False
    _is_out_of_date = False
    _why_uncounted = ""
    """Why saved searches cannot be counted, which is said once and not after each change; "" where they can."""

    changing = 0
    """Changes of very many entries that are being made on other threads."""

    @cached_property
    def _counts_needed(self) -> Needed:
        return Needed()

    def _counts_changed(self) -> None:
        """Bring the sidebar's counts up to date when the keys rest: no key waits for them."""
        if self._counts_timer is None:
            self._counts_timer = self.set_timer(COUNTS_SECONDS, self._show_counts)
        else:
            self._counts_timer.reset()

    def _show_counts(self) -> None:
        self._counts_timer = None
        if self.changing:  # the counts are about to be others, and the cores have enough to do
            self._counts_changed()
            return
        self.show_outline()
        garbage.rest()

    def show_outline(self) -> None:
        """Show the sidebar's rows and counts as of now; those of saved searches follow, as a large store takes long."""
        with self._telling():
            self.session.reread_outline()
            self.sidebar.show(self.session.outline, self.session.view)
            self._show_heading()
            self._show_foot()
        if not self._library.following.searches:
            return
        self._is_out_of_date = True
        if not self._counting:
            self._counting = True
            self.run_worker(self._count_searches(), group="searches")

    async def _count_searches(self) -> None:
        """One count at a time: of what changes meanwhile, another one follows."""
        try:
            while self._is_out_of_date:
                self._is_out_of_date = False
                found = await to_thread(self.app, count_searches, self._library, self._counts_needed)
                self._why_uncounted = ""
                self.session.searches_counted(found)
                self.sidebar.show(self.session.outline, self.session.view)
        except NewsreaderError as error:
            before, self._why_uncounted = self._why_uncounted, str(error)
            if self._why_uncounted != before:
                self.say(self._why_uncounted)
        finally:
            self._counting = False

    # What the app tells

    def give_up(self) -> None:
        """Nobody waits any more for what is read on other threads: it would hold up the end of the program."""
        self.session.headlines.give_up()
        self._counts_needed.give_up()

    def news_arrived(self) -> None:
        """A refresh has stored something: count it, and show it where the list is empty and nothing can move."""
        with self._telling():
            if len(self.session.headlines) == 0:
                self.session.reopen()
                self._show_list()
            else:
                self.session.headlines.reread()
                self.facts.forget()
                self.table.refresh()
            self._show_corrections()
        self._counts_changed()

    def _show_corrections(self) -> None:
        """Show the article at hand as it is stored now, if what is read there has changed; the place in it stays."""
        before = self.article.shown
        now = self._article(before.entry.id) if before is not None else None
        if before is None or now is None or now.entry.id != self._shown:
            return
        self._show_title(now)
        if now._replace(entry=now.entry._replace(read=before.entry.read, starred=before.entry.starred)) != before:
            self._show_changed(now)
