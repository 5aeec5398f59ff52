"""Work on another thread, and the reader's end meanwhile."""

import asyncio

import pytest
from textual.app import App

from newsreader.core.errors import NewsreaderError
from newsreader.tui.threads import to_thread


def fail() -> None:
    raise NewsreaderError("The store is busy.")


async def test_while_the_reader_runs_what_was_made_or_went_wrong_comes_back() -> None:
    app: App[None] = App()
    async with app.run_test():
        assert await to_thread(app, divmod, 7, 3) == (2, 1)
        with pytest.raises(NewsreaderError, match="busy"):
            await to_thread(app, fail)


async def test_once_it_has_begun_to_end_nobody_is_told() -> None:
    app: App[None] = App()
    done: list[int] = []
    with pytest.raises(asyncio.CancelledError):
        await to_thread(app, done.append, 1)
    assert done == [1]
    with pytest.raises(asyncio.CancelledError):
        await to_thread(app, fail)
