"""How the feeds fare, and what can be done about one."""

import subprocess
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from newsreader.core.errors import NewsreaderError
from newsreader.core.urls import display_url
from newsreader.tui.editing import editor_command
from newsreader.tui.screens.main_following import UNCHANGEABLE, MainFollowing

if TYPE_CHECKING:
    from newsreader.core.health import FeedHealth
    from newsreader.tui.screens.pages import PageScreen


class MainHealth(MainFollowing, inherit_bindings=False):
    """The commands of the feeds' health; each `action_` is a row of the command table."""

    def action_health(self) -> None:
        from newsreader.library.health import feed_health
        from newsreader.tui.screens.health import HealthScreen

        with self._telling():
            now = self._library.now()
            self.app.push_screen(
                HealthScreen(lambda: feed_health(self._library), self._feed_page, self._do, self._icons, now)
            )

    def action_feed_info(self) -> None:
        from newsreader.library.health import feed_health

        with self._telling():
            if (feed := self.feed_at_hand("see all about it")) is not None:
                [found] = [one for one in feed_health(self._library) if one.feed.url == feed.url]
                self.app.push_screen(self._feed_page(found))

    def _feed_page(self, one: "FeedHealth") -> "PageScreen":
        from newsreader.library.health import NextChecks
        from newsreader.tui.screens.health import feed_page

        subscription = self._library.following.by_url().get(one.feed.url)
        checks = NextChecks(self._library)
        at, reason = checks.at(one.feed), checks.reason(one.feed)
        return feed_page(one, subscription, at, reason, now=self._library.now())

    def _do(self, what: str, one: "FeedHealth") -> str:
        """Do to a feed what the health screen asks for; the sentence to show."""
        try:
            match what:
                case "pause":
                    return self._pause(one)
                case "edit":
                    return self._edit(one)
            self.post_message(self.ListChanged(one.feed.url))
        except NewsreaderError as error:
            return str(error)
        return f"{one.feed.title} is being checked."

    def _pause(self, one: "FeedHealth") -> str:
        if self.feeds_list is None:
            return UNCHANGEABLE
        self.feeds_list.pause(one.feed.url, not one.paused, one.feed.title)
        self.post_message(self.ListChanged(None))
        return f"{one.feed.title} goes on." if one.paused else f"{one.feed.title} is paused: feeds.toml says so now."

    def _edit(self, one: "FeedHealth") -> str:
        if self.feeds_list is None:
            return UNCHANGEABLE
        path, line = self.feeds_list.place_of(one.feed.url)
        try:
            status = self._run_here(editor_command(path, line))
        except SuspendNotSupported:
            return f"The editor cannot be opened from here: {path}, line {line}."
        except (OSError, ValueError) as error:
            reason = (getattr(error, "strerror", None) or str(error)).lower()
            return f"The editor cannot be started ({reason}): set VISUAL or EDITOR. The feed is in {path}, line {line}."
        self.post_message(self.ListChanged(None))
        return f"{display_url(one.feed.url)}: the editor ended with an error." if status else ""

    def _run_here(self, command: list[str]) -> int:
        """Step aside for a program that draws on this terminal; its exit status. Raises OSError."""
        failure: OSError | None = None
        status = 0
        with self.app.suspend():
            try:
                status = subprocess.run(command, check=False).returncode
            except OSError as error:
                failure = error  # Textual does not come back from `suspend` after an exception
        if failure is not None:
            raise failure
        return status

    def news_arrived(self) -> None:
        super().news_arrived()
        from newsreader.tui.screens.health import HealthScreen

        for screen in self.app.screen_stack:  # the page about a feed may be over it
            if isinstance(screen, HealthScreen) and screen.is_mounted:  # before that it has read nothing
                with self._telling():
                    screen.reread()
