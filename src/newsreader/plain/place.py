"""Where plain mode is: moving over headlines, listing them, reading one; each told in sentences."""

from collections.abc import Callable
from typing import Final

from newsreader.core.entries import EntrySummary
from newsreader.core.journal import Change
from newsreader.core.urls import display_url
from newsreader.library.session import ReadingSession
from newsreader.plain.words import article_text, counted, headline

PAGE: Final = 10
"""Headlines that are listed at once: as many as can be kept in mind while they are read aloud."""


class PlainPlace:
    """The place in the library, and what is said when it changes; see PlainReader."""

    def __init__(self, session: ReadingSession, say: Callable[[str], None], *, width: int | None) -> None:
        self._session = session
        self._say = say
        self._width = width

    def _changed(self, change: Change | None) -> None:
        self._session.headlines.reread()
        self._say(f"{change.told}; “undo” takes it back." if change else "Nothing has changed.")

    # Moving

    def _step(self, steps: int) -> None:
        headlines, cursor = self._session.headlines, self._session.cursor
        index = min(max(cursor + steps, 0), max(len(headlines) - 1, 0))
        if index == cursor and len(headlines):
            self._say("This is the last headline." if steps > 0 else "This is the first headline.")
        self._stand(index)

    def _stand(self, index: int) -> None:
        self._session.cursor = max(index, 0)
        self._say_row()

    def _went(self, moved: bool) -> None:
        if moved:
            self._say_row()
        else:
            self._say("All caught up: nothing unread is left.")

    def _say_row(self) -> None:
        row = self._session.row
        if row is None:
            self._say("There are no headlines here. “feeds” lists what else there is.")
        else:
            self._say(headline(self._session.cursor + 1, row, self._session.library.now()))

    def _list(self, start: int) -> None:
        session = self._session
        total = len(session.headlines)
        session.cursor = min(max(start, 0), max(total - 1, 0))
        only = ", unread only" if session.unread_only else ""
        self._say(f"{session.view.title or session.view.name}{only}: {counted(total, 'headline')}.")
        now = session.library.now()
        end = min(session.cursor + PAGE, total)
        headings = {group.start: group.title for group in session.groups}
        for index in range(session.cursor, end):
            if index in headings:
                self._say(f"{headings[index]}:")
            if (row := session.headlines.row(index)) is not None:
                self._say(headline(index + 1, row, now))
        if end < total:
            self._say(f"{total - end:,} more; “page down” lists on.")
        elif not total:
            self._say("There is nothing here. “refresh” fetches the feeds, “feeds” lists what else there is.")

    # Reading

    def _read_on(self, rest: str) -> None:
        del rest
        row = self._session.row
        if (row is None or row.read) and not self._session.go_to_unread(1):
            self._went(False)
            return
        self._open("")

    def _open(self, rest: str) -> None:
        if (row := self._row(rest)) is None:
            return
        article = self._session.library.article(row.id)
        if article is None:
            self._say("This article is gone from the store.")
            return
        self._say(article_text(article, row, self._session.library.now(), self._width))
        self._say(f"End of article {self._session.cursor + 1:,} of {len(self._session.headlines):,}.")
        self._session.library.states.note_opened([row.id])
        if not row.read:
            self._changed(self._session.library.set_flag(row, "read", True))

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

    def _links(self) -> None:
        row = self._session.row
        article = self._session.library.article(row.id) if row else None
        links = article.document.links if article else ()
        self._say(f"{counted(len(links), 'link')}.")
        for number, link in enumerate(links, 1):
            self._say(f"{number}. {display_url(link)}")

    def _link(self, rest: str) -> None:
        if (row := self._row(rest)) is not None:
            self._say(display_url(row.link) if row.link else "This article has no link.")
