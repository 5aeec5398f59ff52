"""Turns: so many requests at once, and so many of them to one host."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

SILENT_SECONDS: Final = 2.0
"""A request that has had no answer for so long lets another one be made at the same time: of a thousand hosts some are
always down, and waiting for them costs next to nothing."""

LENT: Final = 4
"""So many times the usual number of requests are waited for in such a way at most: each has a socket."""

_LOOK_SECONDS: Final = 0.5


class Turn:
    """Leave for one request. `answered` is to be called when its answer begins."""

    __slots__ = ("_silent",)

    def __init__(self, silent: "dict[Turn, float]") -> None:
        self._silent = silent

    def answered(self) -> None:
        self._silent.pop(self, None)


class Slots:
    """Hands out turns in the order in which they were asked for.

    The host's turn is taken before the general one, so that the requests which wait for a slow host hold nothing
    that others need. `most_lent`: so many that have had no answer for a while are not counted.
    """

    def __init__(self, *, at_once: int, per_host: int, most_lent: int = 0) -> None:
        self._all = asyncio.Semaphore(at_once)
        self._most_lent = most_lent
        self._per_host = per_host
        self._hosts: dict[str, tuple[asyncio.Semaphore, set[object]]] = {}
        self._silent: dict[Turn, float] = {}
        self._lent: set[Turn] = set()
        self._look: asyncio.TimerHandle | None = None

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[Turn]:
        """Holds a turn at `host` (whatever names it: host and port). A holder must not ask for a second turn."""
        if host not in self._hosts:
            self._hosts[host] = (asyncio.Semaphore(self._per_host), set())
        semaphore, users = self._hosts[host]
        turn = Turn(self._silent)
        users.add(turn)
        try:
            async with semaphore:
                await self._all.acquire()
                self._begin(turn)
                try:
                    yield turn
                finally:
                    self._end(turn)
        finally:
            users.discard(turn)
            if not users:
                del self._hosts[host]

    def _begin(self, turn: Turn) -> None:
        loop = asyncio.get_running_loop()
        self._silent[turn] = loop.time()
        if self._look is None:
            self._look = loop.call_later(_LOOK_SECONDS, self._look_round)

    def _end(self, turn: Turn) -> None:
        self._silent.pop(turn, None)
        if turn in self._lent:
            self._lent.discard(turn)
        else:
            self._all.release()

    def _look_round(self) -> None:
        loop = asyncio.get_running_loop()
        due = [turn for turn, since in self._silent.items() if since <= loop.time() - SILENT_SECONDS]
        for turn in due[: self._most_lent - len(self._lent)]:
            del self._silent[turn]
            self._lent.add(turn)
            self._all.release()
        self._look = loop.call_later(_LOOK_SECONDS, self._look_round) if self._silent else None
