"""The passwords that the user keeps elsewhere: in the environment, or with a program that prints them.

None of what is wrong with one is told in the words of the program, or with its name: these may hold the password.
"""

import asyncio
import base64
import contextlib
import os
import signal
from collections.abc import Mapping, Sequence
from typing import Final

from newsreader.core.asking import Login
from newsreader.core.clock import Clock
from newsreader.core.errors import FetchError

COMMAND_SECONDS: Final = 10.0
MAX_LINE: Final = 4_096
"""Bytes of a password."""

KEPT_SECONDS: Final = 10 * 60
"""So long the output of a command counts: a refresh asks once for all feeds of a site."""

KEPT_FAULT_SECONDS: Final = 60
"""So long a command that failed is not tried again."""

_DRAIN_SECONDS: Final = 0.2


def basic(username: str, password: str) -> str:
    """The value of Authorization (RFC 7617)."""
    login = f"{username}:{password}".encode("utf-8", "surrogatepass")
    return "Basic " + base64.b64encode(login).decode("ascii")


class Logins:
    """Makes headers of logins. `seconds` is what a command may take."""

    def __init__(
        self, clock: Clock, *, environment: Mapping[str, str] = os.environ, seconds: float = COMMAND_SECONDS
    ) -> None:
        self._clock = clock
        self._environment = environment
        self._seconds = seconds
        self._locks: dict[Sequence[str], asyncio.Lock] = {}
        self._known: dict[Sequence[str], tuple[int, str | _Fault]] = {}

    async def authorization(self, login: Login | None, *, host: str, url: str) -> str | None:
        """The value of Authorization, None where there is no login.

        `host` and `url` are for the sentence.

        Raises:
            FetchError: The password cannot be had.
        """
        if login is None:
            return None
        try:
            return basic(login.username, await self._password(login))
        except _Fault as fault:
            raise FetchError(f"The password for {host} cannot be had: {fault}", url=url) from None

    def forget(self, login: Login) -> None:
        """The server did not take it: the next request asks for the password anew."""
        if login.password_command is not None:
            self._known.pop(login.password_command, None)

    async def _password(self, login: Login) -> str:
        if login.password_command is not None:
            return await self._printed(login.password_command)
        if login.password_env is not None:
            found = self._environment.get(login.password_env)
            if found is None:
                raise _Fault(f"the variable {login.password_env} is not set in the environment of this program.")
            return found
        return login.password or ""

    async def _printed(self, command: Sequence[str]) -> str:
        async with self._locks.setdefault(command, asyncio.Lock()):
            until, known = self._known.get(command, (0, ""))
            now = self._clock.now()
            if now >= until:
                try:
                    known, until = await self._run(command), now + KEPT_SECONDS
                except _Fault as fault:
                    known, until = fault, now + KEPT_FAULT_SECONDS
                self._known[command] = (until, known)
        if isinstance(known, _Fault):
            raise known
        return known

    async def _run(self, command: Sequence[str]) -> str:
        """The first line that a program prints, without a shell and without this program's terminal."""
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                limit=MAX_LINE,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            reason = (getattr(error, "strerror", None) or "its name is none").lower()
            raise _Fault(f"the program of password_command cannot be started ({reason}).") from None
        except NotImplementedError:  # the loop that libcurl needs on Windows starts no programs
            raise _Fault("password_command does not work on this system; password_env does.") from None
        try:
            async with asyncio.timeout(self._seconds):
                line = await _first_line(process)
                status = await process.wait()
        except TimeoutError:
            raise _Fault(f"password_command did not end within {self._seconds:g} seconds.") from None
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                await process.wait()
                await _drain(process)
        if status != 0:
            raise _Fault(f"password_command ended with status {status}.")
        if not line:
            raise _Fault("password_command printed nothing.")
        if not line.isprintable():
            raise _Fault("the first line that password_command printed is no password.")
        return line


async def _first_line(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    try:
        line = (await process.stdout.readline()).decode().rstrip("\r\n")
    except ValueError:  # too long, or not UTF-8
        line = "\0"
    while await process.stdout.read(MAX_LINE):
        pass
    return line


async def _drain(process: asyncio.subprocess.Process) -> None:
    """Read what a killed program has left in its pipe, which is closed with its end; somebody else may hold it open."""
    assert process.stdout is not None
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_DRAIN_SECONDS):
            while await process.stdout.read(MAX_LINE):
                pass


class _Fault(Exception):  # noqa: N818  a sentence's end, never seen outside
    """Why there is no password."""
