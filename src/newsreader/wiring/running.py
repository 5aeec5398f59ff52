"""The event loop of a process that fetches."""

import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


def run(main: Coroutine[Any, Any, Result]) -> Result:
    """As asyncio.run, on a loop that can watch sockets, which libcurl needs; the usual one of Windows cannot."""
    import asyncio  # most commands do without it

    factory = asyncio.SelectorEventLoop if sys.platform == "win32" else None
    with asyncio.Runner(loop_factory=factory) as runner:
        return runner.run(main)
