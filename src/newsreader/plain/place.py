"""Where plain mode is: moving over headlines and listing them, told in sentences."""

from collections.abc import Callable
from typing import Final

from newsreader.core.counting import counted
from newsreader.core.entries import EntrySummary
from newsreader.core.journal import Change
from newsreader.library.arrangement import ORDER_NAMES
from newsreader.library.row_facts import RowFacts
from newsreader.library.session import ReadingSession
from newsreader.library.views import SNOOZED, WHOLE
from newsreader.plain.manner import Manner
from newsreader.plain.words import ago, aloud, day_and_time, sentence, states, were

PAGE: Final = 10
"""Headlines that are listed at once: as many as can be kept in mind while they are read aloud."""

MANY: Final = 1_000
"""From so many entries on a change is asked for twice; below that, undo is the confirmation."""

HINTS: Final = 3
"""How often it is said that undo takes a change back: who has heard it does not want it after every article."""

SNIPPET_LINE: Final = 80
"""Characters of a line of the text under a headline."""


class PlainPlace:
    """The place in the library, and what is said when it changes; see PlainReader."""

    def __init__(self, session: ReadingSession, say: Callable[[str], None], manner: Manner) -> None:
        self._session = session
        self._say = say
        self._manner = manner
        self._hints = HINTS
        self._line = self._sure_of = ""

    def _changed(self, change: Change | None) -> None:
        self._session.headlines.reread()
        self._say(self._undoable(change.told) if change else "Nothing has changed.")

    def _undoable(self, what: str) -> str:
        self._hints -= 1
        return f"{aloud(what)}; “undo” takes it back." if self._hints >= 0 else sentence(aloud(what))

    def _sure(self, count: int, question: str) -> bool:
        """Whether so many entries are to be changed: below MANY, or where the same line was typed once more."""
        if count < MANY or self._sure_of == self._line:
            return True
        self._sure_of = self._line
        self._say(f"{question} Type it once more to do it.")
        return False

    # Moving

    def _step(self, steps: int) -> None:
        headlines, cursor = self._session.headlines, self._session.cursor
        self._reach(cursor + steps)
        index = min(max(cursor + steps, 0), max(len(headlines) - 1, 0))
        if index == cursor and len(headlines):
            self._say("This is the last headline." if steps > 0 else "This is the first headline.")
        self._stand(index)

    def _reach(self, index: int) -> None:
        """Have the whole list where `index` is beyond what has come of one whose length is not known."""
        headlines = self._session.headlines
        if index >= len(headlines) and not headlines.counted:
            headlines.whole_list()

    def _last(self) -> None:
        if not self._session.headlines.counted:
            self._session.headlines.whole_list()
        self._stand(len(self._session.headlines) - 1)

    def _stand(self, index: int) -> None:
        self._session.cursor = max(index, 0)
        self._say_row()

    def _seek(self, go: Callable[[], bool], nothing: str = "") -> None:
        """Go to something unread, and say it; see `_sought`."""
        if self._sought(go, nothing):
            self._say_row()

    def _sought(self, go: Callable[[], bool], nothing: str = "") -> bool:
        """Go to something unread, and say the list that it is in where that is another; False where there is none.

        That is said then: in `nothing`, or what there is to say of all feeds or of a search.
        """
        session = self._session
        before = session.view
        if go():
            if session.view != before:
                self._say(self._title(len(session.headlines)))
            return True
        if not nothing and session.view.kind == "search":
            nothing = "Nothing unread is left in this search; “back” leaves it."
        elif not nothing:
            read, starred = session.library.tally_of_today()
            nothing = f"All caught up: nothing unread is left. Today {read:,} {were(read)} read; {starred:,} starred."
        self._say(nothing)
        return False

    def _say_row(self) -> None:
        row = self._session.row
        if row is None:
            self._say("There are no headlines here. “feeds” lists what else there is.")
        else:
            self._say(self._headline(self._session.cursor, row))

    # Listing

    def _list(self, start: int) -> None:
        """Say where this is, and the headlines from `start` on."""
        session = self._session
        if not len(session.headlines) and not session.headlines.whole:
            session.headlines.whole_list()
        total = len(session.headlines)
        session.cursor = min(max(start, 0), max(total - 1, 0))
        self._say(self._title(total))
        if total:
            self._list_rows(session.cursor)
        elif session.view.kind in WHOLE | {"search"}:
            self._say("There is nothing here; “feeds” lists what else there is.")
        else:
            self._say("There is nothing here; “refresh” fetches the feeds, “feeds” lists what else there is.")

    def _title(self, total: int) -> str:
        session = self._session
        facts = [session.view.title or session.view.name]
        if session.unread_only and session.view.kind not in WHOLE | {"all", "search"}:
            facts.append("unread only")
        if session.headlines.kept is None and session.headlines.order != "newest":
            facts.append(ORDER_NAMES[session.headlines.order])
        if (least := session.arrangement.least) is not None:
            facts.append("must alone" if least == "must" else "must and should alone")
        least_of = "" if session.headlines.counted else "more than "
        return f"{', '.join(facts)}: {least_of}{counted(total, 'headline')}."

    def _page(self, step: int) -> None:
        """The headlines after those that were listed from the cursor on, or before them."""
        start = self._session.cursor + step
        self._reach(start + PAGE)
        total = len(self._session.headlines)
        if not total:
            self._say_row()
        elif start >= total:
            self._say("The list ends here; “first” goes to its top.")
        elif self._session.cursor == 0 and step < 0:
            self._say("This is the top of the list.")
        else:
            self._list_rows(max(start, 0))

    def _list_rows(self, start: int) -> None:
        session = self._session
        session.cursor = start
        total = len(session.headlines)
        end = min(start + PAGE, total)
        headings = {group.start: group.title for group in session.groups}
        for index in range(start, end):
            if index in headings:
                self._say(f"{headings[index]}:")
            if (row := session.headlines.row(index)) is not None:
                self._say(self._headline(index, row))
        if end < total:
            self._say(f"{total - end:,}{'' if session.headlines.counted else ' and'} more; “more” lists on.")

    def _headline(self, index: int, row: EntrySummary) -> str:
        """A line of the list: its number, the headline, and what is known of it."""
        facts = RowFacts(self._session.library.store)
        told = f"{index + 1}. {sentence(row.title)} {sentence(', '.join(self._facts(row, facts)))}"
        if not self._manner.snippet:
            return told
        text, most = facts.snippet(row), SNIPPET_LINE * self._manner.snippet
        return f"{told} {text if len(text) <= most else text[:most].rpartition(' ')[0] + ' …'}".rstrip()

    def _facts(self, row: EntrySummary, facts: RowFacts) -> list[str]:
        session, columns, told = self._session, self._manner.columns, []
        now = session.library.now()
        if "feed" in columns and session.view.kind != "feed":
            told.append(row.feed_title)
        if "author" in columns and row.author:
            told.append(f"by {row.author}")
        if "tags" in columns and (tags := facts.tags(row)):
            told.append(f"tagged {' and '.join(tags)}")
        if "minutes" in columns and (minutes := facts.minutes(row)):
            told.append("teaser" if facts.teaser(row) else counted(minutes, "minute"))
        if session.view == SNOOZED:
            told.append(f"back on {day_and_time(row.sort_at)}")
        elif "date" in columns:
            told.append(day_and_time(row.sort_at) if self._manner.dates == "absolute" else ago(row.sort_at, now))
        return [fact for fact in (*told, states(row), self._elsewhere(row, facts)) if fact]

    def _elsewhere(self, row: EntrySummary, facts: RowFacts) -> str:
        """That the same article came more often, or that this is a copy of another in the list."""
        headlines = self._session.headlines
        if row.id in headlines.unfolded:
            above = headlines.index_of(headlines.unfolded[row.id])
            return f"the same as {above + 1}" if above is not None else ""
        if feeds := len(facts.also_in(row)):
            return f"and in {counted(feeds, 'other feed')}"
        return "and once more" if facts.copies(row) else ""

    def _row(self, rest: str) -> EntrySummary | None:
        """The headline of a number as listed, "" for the one at hand; None after saying that there is none."""
        if rest:
            if not rest.isdecimal() or not 1 <= int(rest[:12]) <= len(self._session.headlines):
                self._say(f"There is no headline “{rest}” here; “list” shows the numbers.")
                return None
            self._session.cursor = int(rest) - 1
        if self._session.row is None:
            self._say_row()
        return self._session.row
