"""The page's full text instead of the feed's, and back."""

from textual.message import Message

from newsreader.core.counting import counted
from newsreader.tui.screens.main_footer import NO_ARTICLE
from newsreader.tui.screens.main_marking import MainMarking


class MainFullText(MainMarking, inherit_bindings=False):
    """The commands of full texts; each `action_` is a row of the command table."""

    class FullTextWanted(Message):
        """The page of an entry is to be fetched, None: those of everything unread and starred."""

        def __init__(self, entry_id: int | None) -> None:
            super().__init__()
            self.entry_id = entry_id

    def action_full_text(self) -> None:
        row = self.session.row
        if row is None:
            self.say(NO_ARTICLE, until_moved=True)
            return
        if self._shown != row.id:
            self._show_article(row.id)
        article = self.article.shown
        if article is None:
            return
        stored = article.entry.full_text
        if stored is not None and stored.html is not None:
            self._full_texts[row.id] = not article.full_text
            self._show_article(row.id)
            self.say("The text of its feed" if article.full_text else "The full text of its page")
        elif article.entry.link is None:
            self.say("This article has no link, so there is no page to fetch its full text from.")
        else:
            self.say("Fetching the full text …")
            self.post_message(self.FullTextWanted(row.id))

    def action_prefetch(self) -> None:
        with self._telling():
            count = self._library.want_full_texts()
            if count:
                self.say(f"Fetching {counted(count, 'full text')}, to be read without a network")
                self.post_message(self.FullTextWanted(None))
            else:
                self.say("Everything unread and starred has its full text, or no page to take it from.")

    def full_text_tried(self, entry_id: int, reason: str | None, *, asked: bool) -> None:
        """The page of an entry has come, or `reason` says why not; `asked`: the user waits for it."""
        if reason is not None:
            if asked:
                self.say(f"No full text: {reason}")
            return
        if asked:
            self._full_texts[entry_id] = True
            self.say("The full text of its page")
        if entry_id == self._shown:
            opened = self._opened
            self._show_article(entry_id)
            self._opened = opened
