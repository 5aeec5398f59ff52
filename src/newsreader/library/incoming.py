"""The answers of many feeds as they come: fetched on the event loop, their bodies digested beside it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from typing import Final, NamedTuple, Protocol
from urllib.parse import urlsplit

from newsreader.core.fetching import Fetched, FetchOutcome, FetchRequest
from newsreader.core.schedule import Due
from newsreader.library.digest import Digest, DigestJob

IN_FLIGHT: Final = 128
"""Feeds between the start of their fetch and, where a body came, their transaction; it bounds what memory holds."""

IN_FLIGHT_BESIDE_READER: Final = 64
"""Likewise where somebody reads when it begins: whoever paints beside it waits less."""

BATCH: Final = 32
"""Feeds with entries to store in one transaction."""

BATCH_BESIDE_READER: Final = 8
"""Likewise while somebody reads, whose own changes wait for it."""

GATHER_SECONDS: Final = 0.02
"""So long feeds without entries wait for others, to be stored in one transaction with them."""

_LIGHT: Final = 1 / 8
"""What a feed without any costs beside one with."""


class Fetcher(Protocol):
    """Fetches one URL; each outcome is a value."""

    async def fetch(self, request: FetchRequest) -> FetchOutcome: ...


class Digests(Protocol):
    """Digests bodies, many at once."""

    async def digest(self, job: DigestJob) -> Digest: ...


class Answer(NamedTuple):
    """What became of a feed that was due. A Fetched has lost its body, of which `digest` came; None for others."""

    due: Due
    outcome: FetchOutcome
    digest: Digest | None = None


class Incoming:
    """Fetches what is due, round robin over the hosts.

    Args:
        due: What to fetch.
        request: How a feed is asked for.
        job: What its body is digested as.
        somebody_reads: Whether a reader is open on the store, asked before each batch.
    """

    def __init__(
        self,
        due: Sequence[Due],
        *,
        fetcher: Fetcher,
        digests: Digests,
        request: Callable[[Due], FetchRequest],
        job: Callable[[Due, Fetched], DigestJob],
        somebody_reads: Callable[[], bool],
    ) -> None:
        self._fetcher = fetcher
        self._digests = digests
        self._request = request
        self._job = job
        self._somebody_reads = somebody_reads
        self._slots = asyncio.Semaphore(IN_FLIGHT_BESIDE_READER if somebody_reads() else IN_FLIGHT)
        self._answers: asyncio.Queue[Answer | None] = asyncio.Queue()
        self._gathered: list[Answer] = []
        self._fetching: set[asyncio.Task[None]] = set()
        self._fault: BaseException | None = None
        self._begun: set[asyncio.Task[None]] = set()
        for one in _interleaved(due):
            task = asyncio.create_task(self._answer(one))
            self._begun.add(task)
            self._fetching.add(task)
            task.add_done_callback(self._end)

    async def _answer(self, due: Due) -> None:
        task = asyncio.current_task()
        assert task is not None
        await self._slots.acquire()
        outcome = await self._fetcher.fetch(self._request(due))
        self._fetching.discard(task)
        if isinstance(outcome, Fetched):
            digest = await self._digests.digest(self._job(due, outcome))
            answer = Answer(due, outcome._replace(body=b""), digest)
        else:
            answer = Answer(due, outcome)
            self._slots.release()
        self._answers.put_nowait(answer)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._begun.discard(task)
        self._fetching.discard(task)
        if not task.cancelled() and (fault := task.exception()):
            self._fault = self._fault or fault
        self._answers.put_nowait(None)  # whoever waits looks whether anything is left

    async def batches(self) -> AsyncIterator[list[Answer]]:
        """Batches of answers until all have come. A fault of the program in a fetch is raised here."""
        while True:
            await self._gather()
            batch, self._gathered = self._gathered, []
            if not batch:
                return
            yield batch
            for answered in batch:
                if answered.digest is not None:
                    self._slots.release()

    async def _gather(self) -> None:
        """Gather the answers of the next batch; none where all have come."""
        most = BATCH_BESIDE_READER if self._somebody_reads() else BATCH
        weight = 0.0
        has_entries = has_waited = False
        while weight < most:
            if self._answers.empty():
                if not self._begun or has_entries or has_waited:
                    return
                if self._gathered:
                    has_waited = True
                    await asyncio.sleep(GATHER_SECONDS)
                    continue
            answer = await self._answers.get()
            if self._fault is not None:
                raise self._fault
            if answer is not None:
                self._gathered.append(answer)
                is_light = answer.digest is None or answer.digest.feed is None
                has_entries = has_entries or not is_light
                weight += _LIGHT if is_light else 1

    async def stop(self, seconds: float) -> list[Answer]:
        """Begin and go on with no fetch; the answers to those that had ended, as far as they come in `seconds`."""
        for task in list(self._fetching):
            task.cancel()
        if self._begun:
            await asyncio.wait(self._begun, timeout=seconds)
        for task in list(self._begun):
            task.cancel()
        left, self._gathered = self._gathered, []
        while not self._answers.empty():
            if (answer := self._answers.get_nowait()) is not None:
                left.append(answer)
        return left


def _interleaved(due: Iterable[Due]) -> list[Due]:
    """Round robin over the hosts, so that a host with sixty feeds does not hold every place in flight."""
    by_host: dict[str, list[Due]] = {}
    for one in due:
        by_host.setdefault(urlsplit(one.subscription.url).netloc, []).append(one)
    ordered: list[Due] = []
    queues = list(by_host.values())
    depth = 0
    while queues:
        queues = [queue for queue in queues if len(queue) > depth]
        ordered += [queue[depth] for queue in queues]
        depth += 1
    return ordered
