"""URL → outcome: the only HTTP of the program."""

import asyncio
from http import HTTPStatus
from typing import Self

from multidict import CIMultiDict

from newsreader.core.asking import Asking
from newsreader.core.clock import Clock
from newsreader.core.errors import FetchError
from newsreader.core.feeds import Validators
from newsreader.core.fetching import Fetched, FetchFailed, FetchOutcome, FetchRequest, Gone, NotModified
from newsreader.core.images import MOST_BYTES
from newsreader.core.text import clean_line
from newsreader.core.urls import display_url, server_of
from newsreader.fetch import answers, certificates, faults, headers
from newsreader.fetch.connections import Connections
from newsreader.fetch.cookies import Jar
from newsreader.fetch.kinds import unwanted
from newsreader.fetch.limits import Limits
from newsreader.fetch.local import BuiltIn, read_built_in, read_file
from newsreader.fetch.logins import Logins
from newsreader.fetch.network import Network
from newsreader.fetch.pauses import Pauses
from newsreader.fetch.receiving import Answer, Take
from newsreader.fetch.slots import LENT, Slots, Turn
from newsreader.fetch.sockets import room
from newsreader.fetch.transfers import TransferError
from newsreader.fetch.trip import REDIRECTS, Trip


class Visit:
    """Fetches for one run of a use case, as the user says in `asking`.

    `jar` None: each request has its own cookies. `refusals` as in `Fetcher.fetch`.
    """

    def __init__(self, fetcher: "Fetcher", asking: Asking, jar: Jar | None, refusals: int) -> None:
        self._fetcher = fetcher
        self._asking = asking
        self._jar = jar
        self._refusals = refusals

    async def fetch(self, request: FetchRequest) -> FetchOutcome:
        """As `Fetcher.fetch`; `request.how` is filled in."""
        url, feed_url = request.url, request.feed_url
        how = self._asking.feed(url) if feed_url is None else self._asking.linked(url, feed_url)
        request = request if how == request.how else request._replace(how=how)
        return await self._fetcher.fetch(request, self._jar, refusals=self._refusals)


class Fetcher:
    """Gets URLs: http, https, file and the built-in `newsreader:`. An asynchronous context manager.

    A bad answer is an outcome with a sentence, never an exception. `user_agent` names the program and its address;
    `built_in` gives the bodies of the built-in feeds.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        clock: Clock,
        limits: Limits = Limits(),  # noqa: B008  frozen
        built_in: BuiltIn | None = None,
        network: Network = Network(),  # noqa: B008  frozen
    ) -> None:
        self._clock = clock
        self._limits = limits
        self._built_in = built_in
        self._network = network
        most_lent = min(LENT * limits.at_once, room())
        self._slots = Slots(at_once=limits.at_once, per_host=limits.per_host, most_lent=most_lent)
        self._pauses = Pauses(clock)
        self._logins = Logins(clock)
        self._connections = Connections(user_agent=user_agent, limits=limits, network=network)

    async def __aenter__(self) -> Self:
        self._connections.start()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._connections.close()

    def visit(self, asking: Asking, *, shares_cookies: bool = False, insists: bool = False) -> Visit:
        """What fetches for one run of a use case.

        `shares_cookies`: its requests share the cookies that are set in its course, as those of one refresh do.
        `insists`: the user has named what is asked for, so that a server is asked once more that wants to be left
        alone.
        """
        refusals = self._pauses.heard if insists else 0
        return Visit(self, asking, Jar(self._clock) if shares_cookies else None, refusals)

    async def fetch(self, request: FetchRequest, jar: Jar | None = None, *, refusals: int = 0) -> FetchOutcome:
        """What a GET of the URL gives. Only cancellation and programming errors are raised.

        `jar` has the cookies; None: those that are set on the way, and no others. `refusals`: so many of servers that
        want to be left alone, the first ones, do not count.

        Validators are sent to where they came from alone, be it behind a redirect: elsewhere they would be another
        resource's.
        """
        scheme = request.url.partition(":")[0].lower() if ":" in request.url else ""
        match scheme:
            case "http" | "https":
                return await self._fetch_web(request, jar or Jar(self._clock), refusals)
            case "file":
                return await asyncio.to_thread(read_file, request, limit=self._limits.body_bytes)
            case "newsreader":
                return read_built_in(request, self._built_in)
            case _:
                reason = (
                    f"{display_url(request.url)} cannot be fetched: its address must begin with http:// or https://."
                )
                return FetchFailed(request.url, reason)

    async def _fetch_web(self, request: FetchRequest, jar: Jar, refusals: int) -> FetchOutcome:
        try:
            trip = Trip(request, redirects=self._limits.redirects, seconds=self._limits.total_seconds, jar=jar)
            trip.log_in(await self._logins.authorization(request.how.login, host=_shown_host(trip), url=request.url))
        except FetchError as error:
            return FetchFailed(request.url, str(error), error.status)
        outcome: FetchOutcome | None = None
        while outcome is None:
            try:
                outcome = await self._take_turn(trip, refusals)
            except FetchError as error:
                outcome = FetchFailed(request.url, str(error), error.status)
        if isinstance(outcome, FetchFailed) and trip.hops:
            led_to = server_of(str(trip.url))
            return outcome._replace(led_to=led_to if led_to != server_of(request.url) else None)
        return outcome

    async def _take_turn(self, trip: Trip, refusals: int) -> FetchOutcome | None:
        """One request; None where another one is to follow, which then waits for its own host's turn."""
        async with self._slots.turn(trip.server) as turn:
            if (refusal := self._pauses.refusal(trip, after=refusals)) is not None:
                return refusal
            loop = asyncio.get_running_loop()
            started = loop.time()
            try:
                async with asyncio.timeout(trip.seconds_left) as total:
                    return await self._ask(trip, turn)
            except TimeoutError:
                if not total.expired():
                    raise
                self._pauses.hear_nothing(trip)
                reason = f"{_shown_host(trip)} did not finish its answer within {self._limits.total_seconds:g} seconds."
                return FetchFailed(trip.request.url, reason)
            finally:
                trip.seconds_left -= loop.time() - started

    async def _ask(self, trip: Trip, turn: Turn) -> FetchOutcome | None:
        def appetite(status: int, fields: CIMultiDict[str]) -> Take | None:
            turn.answered()
            self._pauses.hear_anything(trip)
            return self._appetite(trip, status, fields)

        try:
            return await self._read(trip, await self._connections.get(trip, appetite))
        except TransferError as error:
            if error.certificate:
                return FetchFailed(trip.request.url, await self._certificate_fault(trip, error.certificate))
            return self._failed(trip, error)
        except OSError as error:
            return self._failed(trip, error)

    def _appetite(self, trip: Trip, status: int, fields: CIMultiDict[str]) -> Take | None:
        """What is wanted of the body of an answer."""
        if _is_found(trip, status, fields):
            if unwanted(trip.request.want, fields.get("Content-Type")) is not None:
                return None
            most = MOST_BYTES if trip.request.want == "image" else self._limits.body_bytes
            return Take(min(most, self._limits.body_bytes))
        return Take(answers.CHALLENGE_BYTES, whole=False) if status in answers.CHALLENGE_STATUSES else None

    async def _read(self, trip: Trip, answer: Answer) -> FetchOutcome | None:
        url, status, fields = trip.request.url, answer.status, answer.fields
        if status in REDIRECTS:
            trip.follow(fields.get("Location"), status)
            return None
        if _is_found(trip, status, fields):
            kind = unwanted(trip.request.want, fields.get("Content-Type"))
            if kind is not None:
                return FetchFailed(
                    url, f"{_shown_host(trip)} has {kind} at this address; open it in the browser.", status
                )
            if answer.fault is not None:
                return FetchFailed(url, str(answer.fault))
            return Fetched(
                url,
                answer.body,
                trip.final_url,
                content_type=fields.get("Content-Type"),
                validators=_validators(fields, trip),
                moved_to=trip.moved_to,
                fresh_for=self._fresh_for(fields),
                plain=trip.plain,
                partial=status == HTTPStatus.IM_USED,
            )
        if status == HTTPStatus.IM_USED and trip.takes_part:  # without IM, or changed in a way not asked for
            trip.ask_for_the_whole()
            return None
        if status == HTTPStatus.NOT_MODIFIED and trip.is_conditional:
            new, sent = _validators(fields, trip), trip.validators
            used = sent._replace(etag=new.etag or sent.etag, last_modified=new.last_modified or sent.last_modified)
            return NotModified(url, used, self._fresh_for(fields), plain=trip.plain, moved_to=trip.moved_to)
        if status == HTTPStatus.GONE:
            return Gone(url, answers.sentence(status, _shown_host(trip)))
        return self._refusal(trip, answer)

    def _refusal(self, trip: Trip, answer: Answer) -> FetchFailed | None:
        """The failure; None where the same place is asked once more, plainly."""
        status, host, now = answer.status, _shown_host(trip), self._clock.now()
        retry_at = headers.retry_at(answer.fields.get("Retry-After"), now=now, date=answer.fields.get("Date"))
        if status == HTTPStatus.UNAUTHORIZED and trip.request.how.login is not None:
            self._logins.forget(trip.request.how.login)
        self._pauses.hear(trip, status, retry_at)
        if status in answers.CHALLENGE_STATUSES:
            name = answers.challenger(answer.body, mitigated=answer.fields.get("cf-mitigated"))
            if name is not None:
                reason = answers.challenge_sentence(host, name, status)
                return FetchFailed(trip.request.url, reason, status, retry_at=retry_at)
        if status in answers.PLAIN_STATUSES and trip.request.want == "feed" and trip.ask_otherwise():
            return None
        reason = answers.page_sentence(host, answer.body, status) or answers.sentence(
            status, host, retry_at=retry_at, logged_in=trip.sends_login
        )
        offline = status == HTTPStatus.NETWORK_AUTHENTICATION_REQUIRED
        return FetchFailed(trip.request.url, reason, status, offline=offline, retry_at=retry_at)

    def _fresh_for(self, fields: CIMultiDict[str]) -> int | None:
        return headers.fresh_for(
            cache_control=fields.getall("Cache-Control", ()),
            age=fields.get("Age"),
            expires=fields.get("Expires"),
            date=fields.get("Date"),
            now=self._clock.now(),
        )

    def _failed(self, trip: Trip, error: TransferError | OSError) -> FetchFailed:
        if faults.is_late(error):
            self._pauses.hear_nothing(trip)
        fault = faults.of(error, _shown_host(trip), by_proxy=self._connections.whose_proxy(trip))
        offline = fault.offline or (faults.is_unknown_name(error) and not self._network.has_route())
        reason = faults.no_name_service(_shown_host(trip)).reason if offline and not fault.offline else fault.reason
        return FetchFailed(trip.request.url, reason, offline=offline)

    async def _certificate_fault(self, trip: Trip, code: int) -> str:
        is_about_time = code in (certificates.EXPIRED, certificates.NOT_YET_VALID)
        dates = await self._connections.certificate_dates(trip) if is_about_time else None
        return certificates.sentence(code, _shown_host(trip), dates, lacks_file=self._connections.lacks_certificates)


def _is_found(trip: Trip, status: int, fields: CIMultiDict[str]) -> bool:
    """Whether an answer brings what was asked for, or the new part of it."""
    if status == HTTPStatus.IM_USED:
        return trip.takes_part and headers.is_part_of_feed(fields.get("IM"))
    return status in (HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION)


def _validators(fields: CIMultiDict[str], trip: Trip) -> Validators:
    found = headers.sendable(Validators(fields.get("ETag"), fields.get("Last-Modified")))
    return found._replace(url=str(trip.url)) if trip.hops and found != Validators() else found


def _shown_host(trip: Trip) -> str:
    return clean_line(trip.host, 100)
