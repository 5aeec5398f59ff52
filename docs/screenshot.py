"""Makes docs/screenshot.svg: the reader itself, on the sample library of the tests."""

import asyncio
from pathlib import Path

from clock import FakeClock
from newsreader.config.settings import Settings
from newsreader.config.subscriptions import LoadedSubscriptions
from newsreader.tui.app import NewsreaderApp
from tui.sample import sample_library


async def main() -> None:
    library = sample_library(FakeClock())
    app = NewsreaderApp(
        library,
        Settings(refresh_on_start=False, refresh_every=0),
        read_subscriptions=lambda: LoadedSubscriptions(library.following, (), usable=True),
        worker_command=["true"],
        keep_theme=lambda _: None,
    )
    async with app.run_test(size=(120, 32)) as pilot:
        await pilot.pause(0.6)
        (Path(__file__).parent / "screenshot.svg").write_text(app.export_screenshot(), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())
