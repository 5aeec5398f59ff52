"""The outcomes of fetching one URL, each a value."""

from typing import Literal, NamedTuple

from newsreader.core.asking import USUAL, HowToAsk
from newsreader.core.feeds import NO_VALIDATORS, Validators

Wanted = Literal["feed", "page", "image"]


class FetchRequest(NamedTuple):
    """What to get. `validators` go only to the URL that they came from.

    `want` says what is of use: a page that turns out to be a film is not downloaded. `private`: whether the address may
    be on a private network; only where the user, not a stranger, has named it or its host.

    `plain`: it is known that only the plain request is answered: a User-Agent of the browsers' shape, which says as
    honestly who asks, and an Accept of everything. Some servers refuse whatever does not look so (seen in the wild).

    `feed_url` is the subscription whose entry names `url`, None where `url` is one itself, or nobody's. `how` is what
    the user says of the asking; its headers and login go to the origin of `url` alone.
    """

    url: str
    validators: Validators = NO_VALIDATORS
    want: Wanted = "feed"
    private: bool = True
    plain: bool = False
    feed_url: str | None = None
    how: HowToAsk = USUAL


class Fetched(NamedTuple):
    """A body, decoded (no content coding left) and complete.

    `final_url` is where it came from in the end; `moved_to` is set where every redirect on the way was permanent
    (301, 308).
    `content_type` is the header's whole value or None. `fresh_for`: seconds the server calls it fresh (RFC 9111, 4.2),
    None where it does not say. `plain`: the plain request was answered, not the usual one. `partial`: only the entries
    that are not in the document of which the validators were sent (226, RFC 3229).
    """

    url: str
    body: bytes
    final_url: str
    content_type: str | None = None
    validators: Validators = NO_VALIDATORS
    moved_to: str | None = None
    fresh_for: int | None = None
    plain: bool = False
    partial: bool = False


class NotModified(NamedTuple):
    """304: what is stored is current.

    `validators` are those of the 304 where it has any, else those sent; `plain` and `moved_to` are as in Fetched.
    """

    url: str
    validators: Validators = NO_VALIDATORS
    fresh_for: int | None = None
    plain: bool = False
    moved_to: str | None = None


class Gone(NamedTuple):
    """410: the publisher says that it will not come back."""

    url: str
    reason: str


class FetchFailed(NamedTuple):
    """No usable answer. `reason` is a sentence; `status` None where no HTTP answer came.

    `offline`: the fault is most likely this machine's own connection (no route, no name service).
    `retry_at`: Unix seconds before which the server asked not to be asked again (Retry-After), None where it did not.
    `led_to`: the other server (see core.urls.server_of) to which redirects led before it failed, None where none did.
    `unasked`: its server has refused another feed a moment ago, so that this one was not asked for.
    """

    url: str
    reason: str
    status: int | None = None
    offline: bool = False
    retry_at: int | None = None
    led_to: str | None = None
    unasked: bool = False


FetchOutcome = Fetched | NotModified | Gone | FetchFailed
