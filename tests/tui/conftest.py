"""The reader on a stocked library, with a worker that is never needed."""

import sys
from collections.abc import Callable

import pytest

from clock import FakeClock
from newsreader.config.settings import Settings
from newsreader.config.subscriptions import LoadedSubscriptions
from newsreader.library.library import Library
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.pictures import PictureOptions

MakeApp = Callable[..., NewsreaderApp]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def make_app() -> MakeApp:
    """Makes the reader of a library; `worker` is the worker's command, `settings` the fields of Settings."""

    def make(
        library: Library,
        *,
        worker: list[str] | None = None,
        kept: list[str] | None = None,
        pictures: PictureOptions | None = None,
        **settings: object,
    ) -> NewsreaderApp:
        options: dict[str, object] = {"refresh_on_start": False, "refresh_every": 0, **settings}
        return NewsreaderApp(
            library,
            Settings(**options),  # type: ignore[arg-type]
            read_subscriptions=lambda: LoadedSubscriptions(library.following, (), usable=True),
            worker_command=worker or [sys.executable, "-c", "input()"],
            keep_theme=(kept if kept is not None else []).append,
            pictures=pictures,
        )

    return make
