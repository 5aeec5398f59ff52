"""HTTP statuses that are no feed, as sentences."""

import re
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final

from newsreader.core.intervals import full_minute

CHALLENGE_STATUSES: Final = frozenset({202, 401, 403, 405, 429, 503})
"""Statuses under which a wall against robots hides (seen in the wild)."""

PLAIN_STATUSES: Final = frozenset({403, 406})
"""Statuses after which a feed is asked once more with a plain request."""

CHALLENGE_BYTES: Final = 64 * 2**10
"""How much of a refusal's page is read to find out who refuses."""

# The page's own words, in lower case, and who they belong to.
_CHALLENGES: Final = (
    (b"<title>just a moment", "Cloudflare"),
    (b"challenge-platform", "Cloudflare"),
    (b"cf-chl", "Cloudflare"),
    (b"attention required! | cloudflare", "Cloudflare"),
    (b"ddos-guard", "DDoS-Guard"),
    (b"making sure you're not a bot", "Anubis"),
    (b"making sure you&#39;re not a bot", "Anubis"),
    (b"sucuri website firewall", "Sucuri"),
    (b"_incapsula_resource", "Imperva"),
    (b"awswaf.com", "AWS WAF"),
    (b"px-captcha", "HUMAN"),
    (b"captcha-delivery.com", "DataDome"),
    (b"enable javascript and cookies to continue", "a protection service"),
    (b"checking your browser", "a protection service"),
)

_LOGIN_RE: Final = re.compile(rb"type\s*=\s*[\"']?password")

_SENTENCES: Final = {
    204: "{host} answered that there is nothing here (204).",
    205: "{host} answered that there is nothing here (205).",
    304: "{host} answered “not modified” (304), but was not asked whether it is; a later refresh tries again.",
    400: "{host} did not understand the request (400).",
    401: "{host} asks for a name and a password (401): give username and password_env for it in feeds.toml.",
    402: "{host} wants to be paid before it answers (402).",
    403: "{host} refuses access to this address (403); it may still open in a browser.",
    404: "{host} has nothing at this address (404); the feed may have moved.",
    406: "{host} has nothing at this address that a news reader can take (406).",
    407: "The proxy asks for a name and a password (407).",
    408: "{host} gave up waiting for the request (408).",
    410: "{host} says that this feed is gone for good (410).",
    421: "{host} is not set up for this address (421).",
    429: "{host} says that it was asked too often (429).",
    451: "{host} may not show this for legal reasons (451).",
    503: "{host} is overloaded or under repair (503).",
    511: "The network asks you to sign in first (511): open any page in a browser.",
}


def sentence(status: int, host: str, *, retry_at: int | None = None, logged_in: bool = False) -> str:
    """What an answer with `status` means for the user.

    `retry_at` in Unix seconds, None where not said; `logged_in`: a name and a password were sent.
    """
    if status == HTTPStatus.UNAUTHORIZED and logged_in:
        text = f"{host} does not accept the name and password that are set for it (401)."
    elif status in _SENTENCES:
        text = _SENTENCES[status].format(host=host)
    elif status >= 500:
        text = f"{host} has a fault of its own ({named(status)})."
    elif status >= 400:
        text = f"{host} refused the request ({named(status)})."
    elif status >= 300:
        text = f"{host} offers other addresses but does not choose one ({named(status)})."
    else:
        text = f"{host} gave an answer that is not a whole document ({named(status)})."
    if retry_at is None:
        return text
    return f"{text} It asks not to be asked again before {moment(retry_at)}."


def moment(seconds: int) -> str:
    """Unix seconds as "25 Nov 2026, 14:00 UTC": the full minute in which they have passed."""
    when = datetime.fromtimestamp(full_minute(seconds), UTC)
    return f"{when.day} {when:%b %Y, %H:%M} UTC"


def named(status: int) -> str:
    """The number with the standard's own phrase where there is one; the server's is not trusted."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def challenger(page: bytes, *, mitigated: str | None) -> str | None:
    """Who keeps robots out with this page, None where nobody is recognised.

    `mitigated`: the header cf-mitigated, with which Cloudflare itself marks its challenges.
    """
    if mitigated is not None and mitigated.strip().lower() == "challenge":
        return "Cloudflare"
    text = page.lower()
    return next((name for mark, name in _CHALLENGES if mark in text), None)


def page_sentence(host: str, page: bytes, status: int) -> str | None:
    """What the page of a 403 is where it says more than the status does, None where it does not."""
    if status != HTTPStatus.FORBIDDEN:
        return None
    text = page.lower()
    if b"captcha" in text or b"are you a robot" in text or b"you are human" in text:
        return f"{host} answers with a check for robots ({status}); open it in the browser."
    if _LOGIN_RE.search(text):
        return f"{host} answers with a login page ({status})."
    return None


def challenge_sentence(host: str, name: str, status: int) -> str:
    """What a challenge page means for the user."""
    return f"{host} lets {name} turn away what is not a browser ({status}); open it in one."
