"""A day of refreshes every quarter of an hour over many hosts, with all that is real but the clock: what each host is
asked, and when."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from clock import FakeClock
from feed_documents import rss
from loopback import LoopbackServer, Reply, Request
from newsreader.core.pace import DAY, HOUR, MINUTE
from newsreader.core.subscriptions import Subscription
from newsreader.fetch.http import Fetcher
from refreshing import Bench

FEEDS = 5
"""Feeds of each host."""

STEP = 15 * MINUTE
SLEEP = 3 * HOUR
"""The machine sleeps so long in the middle of the day."""

BODY = rss("Chips")
EVENING = FakeClock().now() + 6 * HOUR
EVENING_TEXT = "Wed, 25 Nov 2026 18:00:00 GMT"

LEAST_AND_MOST = {
    "usual": (180, 220),
    "fresh": (50, 60),
    "fresh, said once": (50, 60),
    "busy": (7, 16),
    "busy until evening": (130, 175),
    "busy, unsaid": (10, 32),
    "repairs": (18, 48),
    "broken": (30, 45),
    "silent": (30, 90),
    "gone": (5, 5),
    "forbidden": (60, 90),
    "moved": (360, 440),
}
"""By kind of host: how many requests it gets in a day. Where nothing comes at all, HTTP's own second try counts, and so
does the plain one where the usual one is refused; to follow a redirect takes two. Two requests may be under way when a
host begins to refuse."""


class Host:
    """A server whose every feed behaves alike. `disturbed`: how often it was asked while it wanted to be left alone."""

    def __init__(self, server: LoopbackServer, kind: str, clock: FakeClock) -> None:
        self.server = server
        self.kind = kind
        self.disturbed = 0
        self._quiet_until = 0
        self._refused_at = 0
        self._clock = clock
        for number in range(FEEDS):
            server.answer(f"/{number}", self._answer)
        server.answer("/new", lambda _: Reply(body=BODY))

    def subscriptions(self) -> list[Subscription]:
        return [Subscription(self.server.url(f"/{number}"), interval=30 * MINUTE) for number in range(FEEDS)]

    def _answer(self, request: Request) -> Reply:
        now = self._clock.now()
        self.disturbed += self._refused_at < now < self._quiet_until
        reply = self._script(request, now)
        if "Retry-After" in reply.headers:
            after = reply.headers["Retry-After"]
            self._refused_at, self._quiet_until = now, now + int(after) if after.isdigit() else EVENING
        return reply

    def _script(self, request: Request, now: int) -> Reply:
        again = request.headers.get("if-none-match") == '"1"'
        fields = {"ETag": '"1"'}
        match self.kind:
            case "fresh":
                fields["Cache-Control"] = "max-age=7200"
            case "fresh, said once" if not again:
                fields["Cache-Control"] = "max-age=7200"
            case "busy":
                return Reply(429, headers={"Retry-After": str(3 * HOUR)})
            case "busy until evening" if now < EVENING:
                return Reply(503, headers={"Retry-After": EVENING_TEXT})
            case "busy, unsaid":
                return Reply(429)
            case "repairs":
                return Reply(503, headers={"Retry-After": str(HOUR)})
            case "broken":
                return Reply(500)
            case "silent":
                return Reply(raw=b"")
            case "gone":
                return Reply(410)
            case "forbidden":
                return Reply(403)
            case "moved" if request.path != "/new":
                return Reply(301, headers={"Location": "/new?" + request.path})
        return Reply(304, headers=fields) if again else Reply(body=BODY, headers=fields)


@pytest.fixture
def hosts(bench: Bench) -> Iterator[dict[str, Host]]:
    with ExitStack() as stack:
        made = {}
        for number, kind in enumerate(LEAST_AND_MOST):
            server = stack.enter_context(LoopbackServer(host=f"127.0.1.{number + 1}"))
            made[kind] = Host(server, kind, bench.clock)
        yield made


@pytest.mark.parametrize("remembers", [True, False], ids=["one process", "a process for every refresh"])
async def test_in_a_day_no_host_is_asked_more_than_it_wants(
    bench: Bench, hosts: dict[str, Host], remembers: bool
) -> None:
    """The feeds of a host of its own lead to the busy one, which counts their requests, too."""
    for number in range(FEEDS):
        bench.server.redirect(f"/{number}", hosts["busy"].server.url(f"/{number}"))
    leading = [Subscription(bench.server.url(f"/{number}"), interval=30 * MINUTE) for number in range(FEEDS)]
    bench.follow(*leading, *(one for host in hosts.values() for one in host.subscriptions()))
    begun = bench.clock.now()
    while bench.clock.now() < begun + DAY:
        async with Fetcher(user_agent="newsreader-test", clock=bench.clock) as another:
            bench._fetcher = bench._fetcher if remembers else another
            await bench.refresh(asked=False)
        bench.clock.advance(SLEEP if bench.clock.now() - begun == 10 * HOUR else STEP)
    for kind, host in hosts.items():
        least, most = LEAST_AND_MOST[kind]
        assert least <= len(host.server.hits) <= most, (kind, len(host.server.hits))
        assert host.disturbed == 0, kind
        assert host.server.most_at_once <= 2, kind
    assert len(bench.server.hits) <= 48
