"""Work on another thread, for a reader that may end meanwhile."""

import asyncio
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from textual.app import App

P = ParamSpec("P")
T = TypeVar("T")


async def to_thread(app: App[Any], work: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
    """What `work` gives, from another thread, as long as the reader runs.

    Raises:
        CancelledError: The reader has begun to end meanwhile. Textual cancels the workers of a widget only once that
            widget's own turn has come, and whoever waits here would show what came on widgets that have gone.
    """
    try:
        return await asyncio.to_thread(work, *args, **options)
    finally:
        if not app.is_running:
            raise asyncio.CancelledError
