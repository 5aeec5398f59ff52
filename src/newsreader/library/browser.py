"""Hand a link to the user's browser: web addresses only, as one argument, never through a shell."""

import subprocess
import sys
import webbrowser
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from newsreader.core.errors import NewsreaderError
from newsreader.core.text import clean_line
from newsreader.core.urls import MAX_SHOWN

GRACE_SECONDS: Final = 2.0
"""How long a browser command is watched for a failure; it may run for days afterwards."""

# In a process of its own: what a browser prints must not arrive on the terminal.
_SYSTEM: Final = (sys.executable, "-I", "-c", "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))")

_RUNNING: list[subprocess.Popen[bytes]] = []


class BrowserError(NewsreaderError):
    """A link was not opened; the message says why."""


def web_address(url: str | None) -> str:
    """`url` if it is safe to hand to a browser.

    Links come from strangers: `javascript:`, `file:` or `-oProxyCommand=x` are seen in the wild as an entry's link.

    Raises:
        BrowserError: There is no link, or it is not an http or https address.
    """
    if not url:
        raise BrowserError("This article has no link.")
    try:
        parts = urlsplit(url)
        safe = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        safe = False
    if not safe or any(character <= " " or character == "\x7f" for character in url):
        raise BrowserError(f"This link is not a web address, so it is not opened: {clean_line(url, 80)}")
    return url


def open_in_browser(url: str | None, command: Sequence[str] | None = None) -> None:
    """Open `url` with `command` (program and arguments; the URL is appended), None: the system's browser.

    Blocks for at most GRACE_SECONDS.

    Raises:
        BrowserError: The link is not a web address, or no browser could be started.
    """
    address = web_address(url)
    program = command or _SYSTEM
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen([*program, address], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    except OSError as error:
        raise BrowserError(
            f"The browser {program[0]} could not be started ({error.strerror}); see “browser” in config.toml."
        ) from error
    try:
        status = process.wait(timeout=GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        _RUNNING.append(process)  # a browser that stays is the usual case; the list keeps it from being reaped as lost
        return
    if status and command:
        raise BrowserError(f"The browser {command[0]} failed (exit status {status}); see “browser” in config.toml.")
    if status:
        raise _not_opened(address)


def open_here(url: str | None) -> None:
    """Open `url` with the system's browser on this terminal; blocks until it ends.

    Raises:
        BrowserError: The link is not a web address, or the browser failed.
    """
    address = web_address(url)
    try:
        opened = webbrowser.open(address)
    except webbrowser.Error:
        opened = False
    if not opened:
        raise _not_opened(address)


def _not_opened(address: str) -> BrowserError:
    return BrowserError(f"No browser was found that could open it. The address: {clean_line(address, MAX_SHOWN)}")


def needs_terminal() -> bool:
    """Whether the system's browser draws on this terminal (lynx, w3m), so that the reader must step aside."""
    try:
        return type(webbrowser.get()) is webbrowser.GenericBrowser
    except webbrowser.Error:
        return False
