"""Passwords from the environment and from programs; a fault of theirs is a sentence without secrets."""

import asyncio
import fcntl
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from clock import FakeClock
from loopback import LoopbackServer, Reply
from newsreader.core.asking import HowToAsk, Login
from newsreader.core.errors import FetchError
from newsreader.core.fetching import Fetched, FetchFailed, FetchRequest
from newsreader.fetch.http import Fetcher
from newsreader.fetch.logins import KEPT_SECONDS, Logins, basic


def printing(code: str) -> tuple[str, ...]:
    return sys.executable, "-c", code


@asynccontextmanager
async def logging_in(
    clock: FakeClock | None = None, seconds: float = 10.0, **environment: str
) -> AsyncIterator[Logins]:
    yield Logins(clock or FakeClock(), environment=environment, seconds=seconds)


async def header(logins: Logins, login: Login) -> str | None:
    return await logins.authorization(login, host="news.example", url="https://news.example/feed")


async def test_a_password_comes_from_the_environment() -> None:
    async with logging_in(NEWS="wörd") as logins:
        assert await header(logins, Login("me", password_env="NEWS")) == basic("me", "wörd")
        with pytest.raises(FetchError, match=r"^The password for news\.example cannot be had: the variable OTHER is"):
            await header(logins, Login("me", password_env="OTHER"))


async def test_a_password_is_the_first_line_that_a_program_prints() -> None:
    async with logging_in() as logins:
        command = printing("import sys; print('word'); print('more ' * 10**5); print('SECRET', file=sys.stderr)")
        assert await header(logins, Login("me", password_command=command)) == basic("me", "word")


async def test_no_shell_comes_between() -> None:
    async with logging_in() as logins:
        login = Login("me", password_command=("echo", "$HOME;", "`id`"))
        assert await header(logins, login) == basic("me", "$HOME; `id`")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (
            ("/nowhere/SECRET", "SECRET"),
            "the program of password_command cannot be started (no such file or directory).",
        ),
        ((os.devnull, "SECRET"), "cannot be started (permission denied)."),
        (printing("print('SECRET'); raise SystemExit(3)"), "password_command ended with status 3."),
        (printing("pass"), "password_command printed nothing."),
        (printing("print()"), "password_command printed nothing."),
        (printing("print('SECRET' * 10000)"), "the first line that password_command printed is no password."),
        (printing("print('SECRET\\x1b[2J')"), "is no password."),
        (printing("import sys; sys.stdout.buffer.write(b'SECRET\\xff\\n')"), "is no password."),
    ],
)
async def test_a_program_that_gives_no_password_is_a_sentence_without_secrets(
    command: tuple[str, ...], words: str
) -> None:
    async with logging_in() as logins:
        with pytest.raises(FetchError) as raised:
            await header(logins, Login("me", password_command=command))
    assert words in str(raised.value)
    assert "SECRET" not in str(raised.value)
    assert raised.value.__cause__ is None


async def test_a_program_that_does_not_end_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    code = (
        f"import fcntl, subprocess, sys; file = open({str(lock)!r}, 'w'); fcntl.flock(file, fcntl.LOCK_EX);"
        "subprocess.run([sys.executable, '-c', 'import time; time.sleep(600)'], pass_fds=[file.fileno()])"
    )
    async with logging_in(seconds=1) as logins:
        with pytest.raises(FetchError, match="password_command did not end within 1 seconds"):
            await header(logins, Login("me", password_command=printing(code)))

    def wait_for_their_end() -> None:
        with lock.open() as file:
            fcntl.flock(file, fcntl.LOCK_EX)

    await asyncio.wait_for(asyncio.to_thread(wait_for_their_end), 20)


async def test_a_program_is_asked_once_for_many_feeds_and_again_after_a_while(tmp_path: Path) -> None:
    clock, count = FakeClock(), tmp_path / "count"
    login = Login("me", password_command=printing(f"open({str(count)!r}, 'a').write('x'); print('word')"))
    async with logging_in(clock) as logins:
        for _ in range(3):
            await header(logins, login)
        assert count.read_text() == "x"
        clock.advance(KEPT_SECONDS)
        await header(logins, login)
        assert count.read_text() == "xx"
        logins.forget(login)
        await header(logins, login)
        assert count.read_text() == "xxx"


async def test_a_feed_whose_password_cannot_be_had_is_not_asked_for(server: LoopbackServer, fetcher: Fetcher) -> None:
    how = HowToAsk(login=Login("me", password_env="NEWSREADER_TEST_NO_SUCH_VARIABLE"))
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed"), how=how))
    assert isinstance(outcome, FetchFailed)
    assert outcome.reason == (
        "The password for 127.0.0.1 cannot be had: the variable NEWSREADER_TEST_NO_SUCH_VARIABLE is not set in the "
        "environment of this program."
    )
    assert server.hits == []


async def test_a_password_that_the_server_refuses_is_asked_for_anew(
    server: LoopbackServer, fetcher: Fetcher, tmp_path: Path
) -> None:
    word = tmp_path / "word"
    word.write_text("old")
    login = Login("me", password_command=printing(f"print(open({str(word)!r}).read())"))
    server.script("/feed", Reply(401), Reply(body=b"<rss/>"))
    assert isinstance(await fetcher.fetch(FetchRequest(server.url("/feed"), how=HowToAsk(login=login))), FetchFailed)
    word.write_text("new")
    assert isinstance(await fetcher.fetch(FetchRequest(server.url("/feed"), how=HowToAsk(login=login))), Fetched)
    assert [hit.headers["authorization"] for hit in server.hits] == [basic("me", "old"), basic("me", "new")]
