"""Links are handed on as one argument, or not at all."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from newsreader.library.browser import BrowserError, needs_terminal, open_here, open_in_browser, web_address

Program = Callable[[str], str]


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Makes a program of Python code; it may write to `seen`."""

    def make(code: str) -> str:
        path = tmp_path / "browser"
        seen = tmp_path / "seen"
        path.write_text(f"#!{sys.executable}\nimport sys\nseen = open({str(seen)!r}, 'a')\n{code}\n")
        path.chmod(0o755)
        return str(path)

    return make


PRINT_ARGUMENTS = "print(sys.argv[1:], file=seen); print('noise'); print('noise', file=sys.stderr)"


@pytest.mark.parametrize(
    "url",
    [
        "https://x.example/$(touch pwned)`id`;\"'&|<>".replace(" ", "%20"),
        "https://x.example/%1b[31m",
        "http://[::1]:8/",
        "HTTPS://X.example/",
    ],
)
def test_a_web_address_is_one_argument_of_the_command(tmp_path: Path, program: Program, url: str) -> None:
    open_in_browser(url, [program(PRINT_ARGUMENTS), "--new"])
    assert (tmp_path / "seen").read_text() == f"{['--new', url]}\n"


@pytest.mark.parametrize(
    "url",
    [None, "", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:x", "file:///etc/passwd", "smb://host/x",
     "-oProxyCommand=x", "--renderer-cmd-prefix=x", "%action", "https:", "https://", "https://x/a b", "https://x/\x1b",
     "http://[bad", "mailto:a@b"],
)  # fmt: skip
def test_anything_else_starts_nothing(tmp_path: Path, program: Program, url: str | None) -> None:
    with pytest.raises(BrowserError, match=r"no link|not a web address"):
        open_in_browser(url, [program(PRINT_ARGUMENTS)])
    with pytest.raises(BrowserError):
        open_here(url)
    with pytest.raises(BrowserError) as caught:
        web_address(url)
    assert "\x1b" not in str(caught.value)
    assert not (tmp_path / "seen").exists()


def test_a_command_that_fails_or_is_missing_is_a_sentence(program: Program) -> None:
    with pytest.raises(BrowserError, match="exit status 3"):
        open_in_browser("https://x.example/", [program("sys.exit(3)")])
    with pytest.raises(BrowserError, match="could not be started"):
        open_in_browser("https://x.example/", ["/nonexistent/browser"])


@pytest.mark.skipif(sys.platform == "win32", reason="BROWSER is a POSIX habit")
def test_the_systems_browser_gets_the_address_and_is_not_heard(
    tmp_path: Path, program: Program, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BROWSER", f"{program(PRINT_ARGUMENTS)} %s")
    open_in_browser("https://x.example/$(id)")
    assert (tmp_path / "seen").read_text() == "['https://x.example/$(id)']\n"
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(sys.platform == "win32", reason="BROWSER is a POSIX habit")
def test_without_a_browser_the_address_is_told(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", f"{program('sys.exit(1)')} %s")
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(BrowserError, match=r"The address: https://x\.example/"):
        open_in_browser("https://x.example/")


def test_whether_a_browser_needs_the_terminal_can_always_be_asked() -> None:
    assert needs_terminal() in (True, False)
