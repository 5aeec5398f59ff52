"""A user's folders, and the reader opened on them with a real worker."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from newsreader import wiring
from newsreader.config.paths import Paths, prepare
from newsreader.config.settings import load_settings
from newsreader.config.subscriptions import load_subscriptions
from newsreader.core.subscriptions import Subscription
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.screens.main import MainScreen


class Home:
    """A user's folders; `open` starts the reader on them."""

    def __init__(self, folder: Path) -> None:
        self.paths = Paths(folder / "config", folder / "data")
        self.paths.config_dir.mkdir()
        self.paths.settings_file.write_text('refresh_on_start = false\nrefresh_every = "never"\n')

    def subscribe(self, *urls: str, kind: str = "feed", extra: str = "") -> None:
        """Write feeds.toml; `kind` is the table's name, `extra` more lines for each."""
        feeds = "".join(f'[[{kind}]]\nurl = "{url}"\nfolder = "Centres"\n{extra}' for url in urls)
        self.paths.feeds_file.write_text(feeds)

    @property
    def subscriptions(self) -> tuple[Subscription, ...]:
        """What feeds.toml says now."""
        return load_subscriptions(self.paths.feeds_file).subscriptions.feeds

    @asynccontextmanager
    async def open(self, size: tuple[int, int] = (140, 40)) -> AsyncIterator[tuple[MainScreen, Pilot[None]]]:
        prepare(self.paths)
        with wiring.open_store(self.paths) as library:
            if not library.feeds():
                library.follow(wiring.read_subscriptions(self.paths).subscriptions)
            wiring.store_welcome(library)
            app = NewsreaderApp(
                library,
                load_settings(self.paths.settings_file).settings,
                read_subscriptions=lambda: wiring.read_subscriptions(self.paths),
                stamp_of_feeds=lambda: wiring.stamp_of_feeds(self.paths),
                worker_command=wiring.worker_command(self.paths),
                keep_theme=lambda _: None,
                feeds_list=lambda: wiring.feeds_list(self.paths, library),
            )
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                screen = app.screen_stack[0]
                assert isinstance(screen, MainScreen)
                yield screen, pilot
