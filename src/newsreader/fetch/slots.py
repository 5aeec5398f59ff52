"""Turns: so many requests at once, and so many of them to one host."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Slots:
    """Hands out turns in the order in which they were asked for.

    The host's turn is taken before the general one, so that the requests which wait for a slow host hold nothing
    that others need.
    """

    def __init__(self, *, at_once: int, per_host: int) -> None:
        self._all = asyncio.Semaphore(at_once)
        self._per_host = per_host
        self._hosts: dict[str, tuple[asyncio.Semaphore, set[object]]] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Holds a turn at `host` (whatever names it: host and port). A holder must not ask for a second turn."""
        if host not in self._hosts:
            self._hosts[host] = (asyncio.Semaphore(self._per_host), set())
        semaphore, users = self._hosts[host]
        user = object()
        users.add(user)
        try:
            async with semaphore, self._all:
                yield
        finally:
            users.discard(user)
            if not users:
                del self._hosts[host]
