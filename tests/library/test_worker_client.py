"""A worker that ends, crashes, babbles or goes silent is an event in the reader, never a hang."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from newsreader.core.events import (
    FeedRefreshed,
    FullTextsFinished,
    FullTextTried,
    ImagesFinished,
    RefreshFinished,
    RefreshStopped,
    SourcesFinished,
    WorkerEvent,
    WorkerLost,
)
from newsreader.library.worker_client import MAX_LOSSES, WorkerClient

READ = "import json, sys, time; request = json.loads(sys.stdin.readline()); "
TELL = "say = lambda **event: print(json.dumps({'id': request['id'], **event}), flush=True); "
FINISH = "say(event='finished', feeds=1, new=2, changed=0, failed=0, seconds=0.1); "
WAIT_FOR_END = "sys.stdin.read()"


class Ear:
    """Keeps the events and wakes the test at each."""

    def __init__(self) -> None:
        self.events: list[WorkerEvent] = []
        self._heard = asyncio.Event()

    def __call__(self, event: WorkerEvent) -> None:
        self.events.append(event)
        self._heard.set()

    async def wait_for(self, kind: type[WorkerEvent]) -> WorkerEvent:
        async with asyncio.timeout(20):
            while True:
                for event in self.events:
                    if isinstance(event, kind):
                        return event
                self._heard.clear()
                await self._heard.wait()


Start = Callable[..., tuple[WorkerClient, Ear]]


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    clients: list[WorkerClient] = []

    def make(script: str, *, silence: float = 20) -> tuple[WorkerClient, Ear]:
        ear = Ear()
        client = WorkerClient([sys.executable, "-c", script], ear, silence=silence)
        clients.append(client)
        return client, ear

    yield make
    for client in clients:
        await client.stop()


async def test_events_of_a_refresh_arrive_and_the_worker_stays(start: Start) -> None:
    client, ear = start(READ + TELL + "say(event='feed', url='u', outcome='updated', new=2);" + FINISH + WAIT_FOR_END)
    assert await client.refresh(None, asked=False)
    await ear.wait_for(RefreshFinished)
    assert isinstance(ear.events[0], FeedRefreshed)
    assert not client.working


async def test_a_second_refresh_is_refused_while_one_is_under_way(start: Start) -> None:
    client, _ = start(READ + WAIT_FOR_END)
    assert await client.refresh(None, asked=True)
    assert not await client.refresh(None, asked=True)
    assert client.working


async def test_a_worker_that_crashes_is_lost_with_a_sentence(start: Start) -> None:
    client, ear = start(READ + "import os; os.abort()")
    await client.refresh(None, asked=True)
    event = await ear.wait_for(WorkerLost)
    assert isinstance(event, WorkerLost)
    assert "ended unexpectedly" in event.reason
    assert not client.working


async def test_a_worker_that_says_nothing_is_ended(start: Start) -> None:
    client, ear = start(READ + WAIT_FOR_END, silence=0.2)
    await client.refresh(None, asked=True)
    event = await ear.wait_for(WorkerLost)
    assert isinstance(event, WorkerLost)
    assert "said nothing for 0.2 seconds" in event.reason


async def test_a_worker_that_says_it_lives_is_left_alone(start: Start) -> None:
    tick = "\nfor _ in range(16):\n    say(event='alive'); time.sleep(0.1)\n"
    client, ear = start(READ + TELL + tick + FINISH + WAIT_FOR_END, silence=1.5)
    await client.refresh(None, asked=True)
    await ear.wait_for(RefreshFinished)
    assert not any(isinstance(event, WorkerLost) for event in ear.events)


async def test_babble_and_events_of_other_requests_are_left_out(start: Start) -> None:
    babble = 'print(\'Warning: something\', flush=True); print(\'{"id": 99, "event": "feed"}\', flush=True);'
    client, ear = start(READ + TELL + babble + FINISH + WAIT_FOR_END)
    await client.refresh(None, asked=True)
    await ear.wait_for(RefreshFinished)
    assert len(ear.events) == 1


async def test_a_worker_that_floods_one_endless_line_is_ended(start: Start) -> None:
    client, ear = start(READ + "sys.stdout.write('x' * 3_000_000); sys.stdout.flush();" + WAIT_FOR_END)
    await client.refresh(None, asked=True)
    event = await ear.wait_for(WorkerLost)
    assert isinstance(event, WorkerLost)
    assert "no message" in event.reason


async def test_a_program_that_is_not_there_is_a_sentence() -> None:
    ear = Ear()
    client = WorkerClient(["/nonexistent/python"], ear)
    assert not await client.refresh(None, asked=True)
    assert isinstance(ear.events[0], WorkerLost)


async def test_after_a_loss_the_next_refresh_starts_a_new_worker(start: Start) -> None:
    client, ear = start(READ + "sys.exit(3)")
    await client.refresh(None, asked=True)
    await ear.wait_for(WorkerLost)
    assert await client.refresh(None, asked=True)


async def test_after_several_losses_only_the_user_starts_a_worker(start: Start) -> None:
    client, ear = start(READ + "sys.exit(3)")
    for _ in range(MAX_LOSSES):
        ear.events.clear()
        assert await client.refresh(None, asked=False)
        await ear.wait_for(WorkerLost)
    assert not await client.refresh(None, asked=False)
    assert await client.refresh(None, asked=True)


async def test_cancel_reaches_the_worker_and_its_end_is_told(start: Start) -> None:
    answer = "cancel = json.loads(sys.stdin.readline()); say(event='stopped', reason=cancel['do']);"
    client, ear = start(READ + TELL + answer + WAIT_FOR_END)
    await client.refresh(None, asked=True)
    await client.cancel()
    assert await ear.wait_for(RefreshStopped) == RefreshStopped("cancel")
    assert not client.working


async def test_stop_ends_a_worker_that_does_not_listen(start: Start) -> None:
    client, ear = start(READ + TELL + FINISH + "\nwhile True: time.sleep(1)")
    await client.refresh(None, asked=True)
    await ear.wait_for(RefreshFinished)
    process = client._process
    assert process is not None
    await client.stop()
    assert process.returncode is not None


async def test_requests_made_at_the_same_time_have_one_worker(start: Start, tmp_path: Path) -> None:
    begun = f"open({str(tmp_path / 'begun')!r}, 'a').write('x');"
    answer = "print(json.dumps({'id': request['id'], 'event': 'stopped', 'reason': ''}), flush=True)\n"
    each = f"\nfor line in sys.stdin:\n    request = json.loads(line); {answer}"
    client, ear = start("import json, sys;" + begun + each)
    assert await asyncio.gather(client.refresh(None, asked=True), client.images(7), client.full_text(8))
    for kind in (RefreshStopped, ImagesFinished, FullTextsFinished):
        await ear.wait_for(kind)
    assert (tmp_path / "begun").read_text() == "x"


async def test_a_worker_that_says_nothing_to_a_later_request_is_ended_too(start: Start) -> None:
    client, ear = start(READ + TELL + FINISH + WAIT_FOR_END, silence=1)
    await client.refresh(None, asked=True)
    await ear.wait_for(RefreshFinished)
    assert await client.images(7)
    event = await ear.wait_for(WorkerLost)
    assert isinstance(event, WorkerLost)
    assert "said nothing" in event.reason


async def test_what_is_asked_while_a_lost_worker_ends_is_answered_by_the_next(start: Start, tmp_path: Path) -> None:
    """The first worker floods its pipe, and takes its time to go; the second one answers."""
    here = str(tmp_path / "begun")
    first = f"import os, signal; first = not os.path.exists({here!r}); open({here!r}, 'a');"
    flood = (
        "\nif first:\n    signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "    sys.stdout.write('x' * 3_000_000); sys.stdout.flush(); time.sleep(60)\n"
    )
    client, ear = start(READ + TELL + first + flood + "\nsay(event='images', entry_id=7, fetched=0, failed=0);")
    await client.refresh(None, asked=True)
    listener = client._listener
    assert listener is not None
    async with asyncio.timeout(20):
        while client._process is not None:
            await asyncio.wait([listener], timeout=0.01)
    assert await client.images(7)
    await ear.wait_for(WorkerLost)
    await ear.wait_for(ImagesFinished)


ASK: dict[str, Callable[[WorkerClient], Awaitable[bool]]] = {
    "refresh": lambda client: client.refresh(None, asked=True),
    "a page": lambda client: client.full_text(7),
    "pages": lambda client: client.full_text(None),
    "pictures": lambda client: client.images(7),
    "sources": lambda client: client.discover("un.org"),
}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("refresh", [RefreshStopped("Full.")]),
        ("a page", [FullTextTried(7, "Full."), FullTextsFinished(0, 1)]),
        ("pages", [FullTextsFinished(0, 0, "Full.")]),
        ("pictures", [ImagesFinished(7, 0, 0)]),
        ("sources", [SourcesFinished("Full.")]),
    ],
)
async def test_what_is_stopped_ends_as_what_it_was(start: Start, asked: str, told: list[WorkerEvent]) -> None:
    client, ear = start(READ + TELL + "say(event='stopped', reason='Full.');" + WAIT_FOR_END)
    await ASK[asked](client)
    await ear.wait_for(type(told[-1]))
    assert ear.events == told
