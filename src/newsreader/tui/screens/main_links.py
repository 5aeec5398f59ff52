"""Links: the entry's own, one picked by number or in the list of all, one clicked; opened in the browser or copied."""

from typing import TYPE_CHECKING

from textual import on

from newsreader.core.urls import display_url
from newsreader.library.browser import BrowserError, needs_terminal, open_here, open_in_browser, web_address
from newsreader.tui.screens.main_article import MainArticle
from newsreader.tui.screens.main_footer import NO_ARTICLE
from newsreader.tui.threads import to_thread
from newsreader.tui.widgets.article import ArticleView
from newsreader.tui.widgets.lines import Footer

if TYPE_CHECKING:
    from newsreader.core.article import Article


class MainLinks(MainArticle, inherit_bindings=False):
    """The commands of links; each `action_` is a row of the command table."""

    browser: tuple[str, ...] | None = None
    """Program and arguments that open a link, None: the system's browser."""

    _digits: str | None = None
    """What is typed of a link's number; None where no link is being picked."""

    # The entry's own

    def action_open_browser(self) -> None:
        if (row := self.session.row) is None:
            self.say(NO_ARTICLE, until_moved=True)
            return
        self._open_link(row.link)

    def action_copy_link(self) -> None:
        if self._digits is not None:
            self._copy_picked()
            return
        if (row := self.session.row) is None:
            self.say(NO_ARTICLE, until_moved=True)
            return
        self._copy(row.link)

    def _open_link(self, url: str | None) -> None:
        with self._telling():
            address = web_address(url)
            if self.browser is None and needs_terminal():
                self._browse_here(address)
                return
            self.say(f"Opening {display_url(address)}")
            self.run_worker(self._hand_over(address))  # a browser is watched for a while, and keys must not wait

    async def _hand_over(self, address: str) -> None:
        with self._telling():
            await to_thread(self.app, open_in_browser, address, self.browser)

    def _browse_here(self, address: str) -> None:
        """Step aside for a browser that draws on this terminal."""
        failure: BrowserError | None = None
        with self.app.suspend():
            try:
                open_here(address)
            except BrowserError as error:
                failure = error  # Textual does not come back from `suspend` after an exception
        if failure is not None:
            raise failure

    def _copy(self, url: str | None) -> None:
        with self._telling():
            address = web_address(url)
            self.app.copy_to_clipboard(address)
            self.say(f"Copied {address}")

    # By number

    def action_right(self) -> None:
        if self.pane != "article":
            super().action_right()
        elif not self.article.link_urls:
            self.say("This article has no links.")
        else:
            self._pick("")

    def action_number(self, key: str) -> None:
        if self._digits is None:
            super().action_number(key)
            return
        count = len(self.article.link_urls)
        digits = (self._digits + key).lstrip("0")
        if digits and int(digits) > count:
            self.say(f"There is no link {digits}; the last one is {count}.")
        else:
            self._pick(digits)

    def action_erase(self) -> None:
        if self._digits is not None:
            self._pick(self._digits[:-1])

    def action_open(self) -> None:
        if self._digits is None:
            super().action_open()
        elif (url := self._picked) is not None:
            self._pick(None)
            self._open_link(url)

    def _copy_picked(self) -> None:
        if (url := self._picked) is not None:
            self._pick(None)
            self._copy(url)

    @property
    def _picked(self) -> str | None:
        return self.article.link_urls[int(self._digits) - 1] if self._digits else None

    def _pick(self, digits: str | None) -> None:
        self._digits = digits
        self.article.pick(int(digits) if digits else None)
        self._message_over()

    def _show_footer(self) -> None:
        if self._digits is None or self._pending or self._message_timer is not None:
            super()._show_footer()
            return
        shown = self._keymap.shown
        keys = f"{shown('open')} open · {shown('copy_link')} copy · {shown('back')} leave"
        if self._picked is None:
            self.query_one(Footer).left = f"Link 1 to {len(self.article.link_urls)}: type its number · {keys}"
        else:
            self.query_one(Footer).left = f"Link {self._digits}: {display_url(self._picked)} · {keys}"

    def action_back(self) -> None:
        if self._digits is not None:
            self._pick(None)
        else:
            super().action_back()

    def begin_find(self) -> None:
        self._stop_picking()
        super().begin_find()

    def on_descendant_focus(self) -> None:
        if self.pane != "article":
            self._stop_picking()

    def _show_article(self, entry_id: int | None) -> None:
        self._stop_picking()
        super()._show_article(entry_id)

    def _show_changed(self, article: "Article") -> None:
        if article.document.links != self.article.link_urls:  # what is picked may be another link now, or none
            self._stop_picking()
        super()._show_changed(article)

    def _stop_picking(self) -> None:
        if self._digits is not None:
            self._pick(None)

    # From the list

    def action_links(self) -> None:
        urls = self.article.link_urls
        if not urls:
            self.say("This article has no links." if self.article.shown is not None else "No article is shown.")
            return
        self._stop_picking()
        from newsreader.tui.screens.links import LinksScreen

        self.app.push_screen(LinksScreen(urls, self.article.link_words()), self._link_chosen)

    def _link_chosen(self, url: str | None) -> None:
        if url is not None:
            self._open_link(url)

    # The mouse

    @on(ArticleView.LinkClicked)
    def _link_clicked(self, event: ArticleView.LinkClicked) -> None:
        self._open_link(event.url)
