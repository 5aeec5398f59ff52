"""The application: owns the theme, the keymap and the worker."""

import asyncio
import contextlib
import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from rich.console import RenderableType
from textual import on
from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import Screen
from textual.theme import Theme

from newsreader.config.settings import Settings, Value
from newsreader.core.errors import NewsreaderError
from newsreader.core.key_reader import KeyReader
from newsreader.core.subscriptions import NEVER
from newsreader.library.arrangement import Arranged
from newsreader.library.library import Library
from newsreader.library.session import ReadingSession
from newsreader.tui import garbage
from newsreader.tui.ascii import AsciiSigns
from newsreader.tui.background import QUESTION, BackgroundTold, can_be_asked, listen
from newsreader.tui.commands import WHILE_TYPING, Keymap
from newsreader.tui.icons import ASCII, UNICODE
from newsreader.tui.pictures import PictureOptions
from newsreader.tui.preloading import preload
from newsreader.tui.screens.main import MainScreen
from newsreader.tui.screens.main_following import ListOfFeeds
from newsreader.tui.themes import AVAILABLE, DARK, LIGHT, theme_problem
from newsreader.tui.threads import to_thread
from newsreader.tui.times import date_text
from newsreader.tui.widgets.headline_table import Look
from newsreader.tui.with_palette import WithPalette
from newsreader.tui.with_worker import WithWorker

if TYPE_CHECKING:
    from newsreader.config.subscriptions import LoadedSubscriptions
    from newsreader.tui.screens.pages import PageScreen

log = logging.getLogger(__name__)

NO_COLOUR_THEME: Final = "ansi-dark"
"""A theme of the terminal's own colours, which are then left out too."""

GARBAGE_SECONDS: Final = 10.0
TURN_SECONDS: Final = 0.0005
"""How long another thread has Python to itself while a key waits for it; Python's own 5 ms come several times a key."""

GONE_SECONDS: Final = 10.0
"""How often it is looked whether the terminal is still there."""


class NewsreaderApp(WithWorker, WithPalette):
    """The reader.

    Args:
        library: What is stored.
        settings: config.toml.
        read_subscriptions: Reads feeds.toml; called on a thread after the first paint, after each refresh and change.
        stamp_of_feeds: Tells feeds.toml as it is now from what it was.
        worker_command: Program and arguments that start the worker process.
        keep_theme: Called with the name of a theme that the user has chosen.
        problems: Sentences about the config files, shown once and in the report.
        pictures: How pictures in articles are shown; None: only their captions.
        feeds_list: Makes what changes feeds.toml, after the first paint; None: it cannot be changed.
        keep_setting: Called with the key and the value of a setting that the user has changed.
        light: Whether the terminal seems to have a light background, until it says so itself.
    """

    TITLE = "newsreader"
    CSS_PATH = "screens/main.tcss"  # Textual reads a default screen's own CSS_PATH only when it is pushed again

    def __init__(
        self,
        library: Library,
        settings: Settings,
        *,
        read_subscriptions: "Callable[[], LoadedSubscriptions]",
        worker_command: Sequence[str],
        keep_theme: Callable[[str], None],
        stamp_of_feeds: Callable[[], object] = lambda: None,
        problems: Sequence[str] = (),
        pictures: PictureOptions | None = None,
        feeds_list: Callable[[], ListOfFeeds] | None = None,
        keep_setting: Callable[[str, Value], None] | None = None,
        light: bool = False,
    ) -> None:
        colourless = "NO_COLOR" in os.environ
        no_such_theme = theme_problem(settings.theme)
        wanted = None if no_such_theme else settings.theme
        own = (LIGHT if light else DARK).name
        # With each change of it Textual reads all style sheets anew, so that the first is chosen before they are read.
        self.set_reactive(NewsreaderApp.theme, NO_COLOUR_THEME if colourless else wanted or own)
        # Without this Textual turns colours into greys under NO_COLOR, instead of sending none.
        super().__init__(ansi_color=True if colourless else None)
        self.set_class(True, f"-theme-{self.theme}", update=False)
        self._library = library
        self._settings = settings
        self._read_subscriptions = read_subscriptions
        self._stamp_of_feeds = stamp_of_feeds
        self._keep_theme = keep_theme
        self._own_theme = own if wanted is None else None  # None as soon as the user has one
        icons = ASCII if settings.icons == "ascii" else UNICODE
        self._signs = (AsciiSigns(),) if icons is ASCII else ()
        self._keys = Keymap(settings.keys, settings.key_places, arrows=icons is UNICODE)
        self._key_reader = KeyReader(self._keys)
        self._own_problems = [*problems, *self._keys.problems]
        if no_such_theme:
            self._own_problems.append(no_such_theme)
        self._problems: list[str] = []
        self.fault: Exception | None = None
        """The exception that ended the reader, None where it ended as it should."""
        self._begin_working(worker_command)
        self._busy = icons.busy
        usual = Arranged(settings.order, settings.headings)
        self._session = ReadingSession(library, unread_only=settings.unread_only, usual=usual)
        self._main = MainScreen(self._session, self._keys, icons, measure=settings.measure)
        self._main.browser = settings.browser
        self._main.mark_read, self._main.dwell = settings.mark_read, settings.dwell
        self._main.look = Look(settings.columns, settings.dates, settings.snippet)
        self._main.panes_layout = settings.layout
        self._main.keep_setting = keep_setting
        self._main.pictures = pictures
        self._make_feeds_list = feeds_list
        self._usual_turn = sys.getswitchinterval()

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), *self._signs]

    def get_default_screen(self) -> Screen[None]:
        return self._main

    def on_mount(self) -> None:
        if self._settings.keys:  # Textual lays a keymap over the bindings anew for each key that is pressed
            self.set_keymap(self._keys.for_textual())
        if not self.no_color:
            self._follow_background()
        self._end_well_on_signals()
        sys.setswitchinterval(TURN_SECONDS)
        self.call_after_refresh(self._begin)
        if self._settings.refresh_every != NEVER:
            self.set_interval(self._settings.refresh_every, lambda: self._refresh(None, asked=False))

    async def _begin(self) -> None:
        """What can wait until the first headlines are painted."""
        self._main.show_outline()
        self._main.go_on()
        garbage.begin()
        if self._make_feeds_list is not None:
            self._main.feeds_list = self._make_feeds_list()
        self.run_worker(preload, thread=True)
        self.set_interval(GARBAGE_SECONDS, garbage.press_on)
        self.set_interval(GONE_SECONDS, self._end_without_terminal)
        await self._follow()
        if not self._problems and (said := self._news()):
            self._main.say(said)
        if self._settings.refresh_on_start:
            await self._refresh(None, asked=False)

    async def _follow(self) -> None:
        """Take over what feeds.toml says now, and say what is newly wrong in it."""
        before = self._problems
        self._followed = stamp = self._stamp_of_feeds()
        loaded = await to_thread(self, self._read_subscriptions)
        if stamp != self._followed:
            return  # it has been changed, and is read once more
        self._problems = [*self._own_problems, *(str(problem) for problem in loaded.problems)]
        if loaded.usable and loaded.subscriptions != self._library.following:
            try:
                self._library.follow(loaded.subscriptions)
            except NewsreaderError as error:
                self._problems.append(str(error))
            self._main.news_arrived()
        if new := [problem for problem in self._problems if problem not in before]:
            self._main.say_first(new)

    def _news(self) -> str:
        """What has come since the last visit, "" where nothing has."""
        visits = self._library.visits
        with contextlib.suppress(NewsreaderError):
            if visits.last.at is not None and (count := visits.news()):
                return f"{count:,} new since your last visit, {date_text(visits.last.at)}: “New” lists them."
        return ""

    @property
    def available_themes(self) -> dict[str, Theme]:
        """By name: one dictionary, as Textual asks a thousand times for it before the first paint."""
        return AVAILABLE

    def _follow_background(self) -> None:
        """Ask the terminal how light its background is, unless the user has chosen a theme, or does so."""
        driver = self._driver
        if self._own_theme is not None and driver is not None and not driver.is_headless and can_be_asked(os.environ):
            driver.write(QUESTION)
        self.theme_changed_signal.subscribe(self, lambda theme: self._theme_chosen(theme.name))

    def get_driver_class(self) -> type[Driver]:
        driver = listen(super().get_driver_class())
        if driver.__name__ != "LinuxDriver":
            return driver
        from newsreader.tui.lasting_driver import LastingDriver

        return LastingDriver

    @on(BackgroundTold)
    def _background_told(self, event: BackgroundTold) -> None:
        """Follow the terminal, unless the user has chosen a theme."""
        if self._own_theme is not None and not self.no_color:
            self._own_theme = (LIGHT if event.light else DARK).name
            self.theme = self._own_theme

    def _theme_chosen(self, name: str) -> None:
        if name == (self._own_theme or self._settings.theme):
            return
        self._own_theme = None
        try:
            self._keep_theme(name)
        except NewsreaderError as error:
            self._main.say(str(error))

    def _end_well_on_signals(self) -> None:
        """On SIGTERM and SIGHUP leave as `quit` does: Textual would leave the alternate screen and the mouse on."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                with contextlib.suppress(NotImplementedError):  # Windows' loop has no signal handlers
                    loop.add_signal_handler(number, self.exit)

    def _end_without_terminal(self) -> None:
        """Not every terminal that goes away sends a signal; Textual would read its end over and over."""
        if getattr(self._driver, "gone", False):
            self.exit()

    def _handle_exception(self, error: Exception) -> None:
        """Textual calls this for every exception that nobody caught, and ends."""
        log.error("A fault in the reader", exc_info=error)
        self.fault = self.fault or error
        super()._handle_exception(error)

    def _print_error_renderables(self) -> None:
        """Print nothing: Textual's own traceback shows the values of variables, passwords among them."""
        self._exit_renderables.clear()

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """End the reader; the place is kept while it can still be seen."""
        with contextlib.suppress(NewsreaderError):
            if self._main.is_mounted:
                self._main.keep_place()
        super().exit(result, return_code, message)

    async def on_unmount(self) -> None:
        garbage.end()
        sys.setswitchinterval(self._usual_turn)
        with contextlib.suppress(NewsreaderError):
            self._session.tell_store()
            self._session.remember_place()
            self._library.visits.end()
        self._main.give_up()
        await self._worker.stop()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self._main.is_current and self._main.typing and action not in WHILE_TYPING:
            return False
        return super().check_action(action, parameters)

    # Screens

    def action_help(self) -> None:
        from newsreader.tui.screens.keys_page import KeysPage

        self._show_page(KeysPage(self._keys))

    def action_report(self) -> None:
        from newsreader.library.page_probe import page_hints
        from newsreader.tui.screens.report import report_page

        try:
            problems = [*self._problems, *page_hints(self._library.store, self._library.following.feeds)]
            page = report_page(self._library, self._last_refresh(), problems, self._news())
        except NewsreaderError as error:
            self._main.say(str(error))
            return
        self._show_page(page)

    def _show_page(self, page: "PageScreen") -> None:
        if self.screen is self._main:
            self.push_screen(page)

    def action_suspend(self) -> None:
        self.action_suspend_process()

    def action_help_quit(self) -> None:
        """Ctrl+C, by which other programs are left; Textual's own answer would be a box over the text."""
        self._main.say(f"{self._keys.shown('quit')} leaves the reader.")
