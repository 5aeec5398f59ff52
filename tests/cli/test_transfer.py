"""Lists of feeds come in and go out, and entries go out, by the command line."""

import io
import json
import os
import stat
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from command_line import CommandLine
from feed_documents import numbered, rss
from loopback import LoopbackServer

WELCOME = '# mine\n[[feed]]\nurl = "newsreader:welcome"\n'
OPML = """<?xml version="1.0"?><opml version="2.0"><body>
<outline text="News"><outline text="A" xmlUrl="https://a.example/"/><outline text="B" xmlUrl="https://b.example/"/></outline>
<outline text="Lost" type="rss"/>
</body></opml>
"""
ADDED = """
[[feed]]
url = "https://a.example/"
title = "A"
folder = "News"

[[feed]]
url = "https://b.example/"
title = "B"
folder = "News"
"""


@pytest.fixture
def feeds(cli: CommandLine) -> Path:
    """feeds.toml, with the welcome feed alone."""
    path = cli.config_dir / "feeds.toml"
    path.write_text(WELCOME)
    return path


@pytest.fixture
def opml(tmp_path: Path) -> str:
    path = tmp_path / "list.opml"
    path.write_text(OPML)
    return str(path)


@pytest.fixture
def read(cli: CommandLine, server: LoopbackServer) -> CommandLine:
    """A command line whose store has three entries, two of them starred."""
    server.serve("/feed", rss(*numbered(3)))
    cli.subscribe(server.url("/feed"))
    cli.run("refresh", "--all")
    cli.run("mark", "star", "1", "2")
    return cli


def test_an_import_adds_what_is_new_and_says_so(cli: CommandLine, feeds: Path, opml: str) -> None:
    assert cli.run("import", "opml", opml) == 0
    assert cli.out.startswith("Added 2 feeds in 1 folder, 1 has no address.\n")
    assert cli.err == "“Lost”: It has no address of a feed.\n"
    assert feeds.read_text() == WELCOME + ADDED
    assert cli.run("import", "opml", opml) == 0
    assert cli.out == "Added 0 feeds, 2 were there already, 1 has no address.\n"
    assert feeds.read_text() == WELCOME + ADDED
    cli.run("feeds", "--json")
    assert [one["folder"] for one in cli.objects()] == ["", "News", "News"]


def test_a_dry_run_says_what_an_import_would_add(cli: CommandLine, feeds: Path, opml: str) -> None:
    assert cli.run("import", "opml", opml, "--dry-run") == 0
    assert cli.out == (
        "https://a.example/\tA\tNews\nhttps://b.example/\tB\tNews\n"
        "Would add 2 feeds in 1 folder, 1 has no address; nothing was changed.\n"
    )
    assert feeds.read_text() == WELCOME


def test_a_list_is_read_from_standard_input(cli: CommandLine, feeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(OPML.encode())))
    assert cli.run("import", "opml", "-") == 0
    assert feeds.read_text() == WELCOME + ADDED


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "is empty."),
        (b"<html><body>x</body></html>", "is a web page, not OPML."),
        (b"<opml><body/></opml>", "names no feed; nothing was changed."),
    ],
)
def test_what_is_no_list_is_refused(cli: CommandLine, feeds: Path, tmp_path: Path, body: bytes, said: str) -> None:
    path = tmp_path / "x.opml"
    path.write_bytes(body)
    assert cli.run("import", "opml", str(path)) == 1
    assert said in cli.err
    assert cli.out == ""
    assert feeds.read_text() == WELCOME


def test_a_list_of_which_nothing_can_be_taken_fails(cli: CommandLine, feeds: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.opml"
    path.write_text('<opml><body><outline text="x" xmlUrl="|rm -r"/></body></opml>')
    assert cli.run("import", "opml", str(path)) == 1
    assert cli.out == "Added 0 feeds, 1 cannot be taken.\n"


def test_a_file_that_is_missing_is_named(cli: CommandLine, feeds: Path, tmp_path: Path) -> None:
    assert cli.run("import", "opml", str(tmp_path / "none")) == 1
    assert "none cannot be read: no such file or directory." in cli.err
    assert cli.run("import", "opml", str(tmp_path)) == 1
    assert "cannot be read: is a directory." in cli.err


def test_a_broken_list_of_ones_own_is_not_changed(cli: CommandLine, feeds: Path, opml: str) -> None:
    cli.run("feeds")
    feeds.write_text("[[feed]\n")
    assert cli.run("import", "opml", opml) == 2
    assert feeds.read_text() == "[[feed]\n"


def test_the_subscriptions_go_out_and_come_in_elsewhere(
    cli: CommandLine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = cli.config_dir / "feeds.toml"
    path.write_text(
        f'{WELCOME}{ADDED}interval = "2h"\n[[page]]\nurl = "https://p.example/"\nlinks = "https://p.example/n/*"\n'
    )
    assert cli.run("export", "opml") == 0
    text = cli.out
    assert 'text="News"' in text and "newsreader:welcome" not in text
    target = tmp_path / "out.opml"
    assert cli.run("export", "opml", "--output", str(target)) == 0
    assert cli.out == f"{target}: 3 feeds\n"
    assert target.read_text() == text
    (tmp_path / "other").mkdir()
    other = CommandLine(tmp_path / "other", capsys)
    (other.config_dir / "feeds.toml").write_text(WELCOME)
    assert other.run("import", "opml", str(target)) == 0
    assert 'interval = "2h"' in (other.config_dir / "feeds.toml").read_text()
    assert other.run("export", "opml") == 0
    assert other.out == text


def test_an_export_knows_what_feeds_call_themselves(read: CommandLine, server: LoopbackServer) -> None:
    read.run("export", "opml")
    [outline] = ElementTree.fromstring(read.out).iter("outline")
    assert (outline.get("text"), outline.get("htmlUrl"), outline.get("category")) == (
        "Centre",
        "https://news.example/",
        "un",
    )


def test_secret_addresses_go_out_only_where_that_is_wanted(cli: CommandLine) -> None:
    cli.subscribe("https://me:pw@a.example/", "https://b.example/?token=abc", "https://c.example/")
    assert cli.run("export", "opml") == 0
    assert "pw" not in cli.out + cli.err and "abc" not in cli.out + cli.err and "c.example" in cli.out
    assert "https://a.example/ is left out: a password or key is in its address." in cli.err
    assert cli.run("export", "opml", "--secrets") == 0
    assert "me:pw@a.example" in cli.out and "token=abc" in cli.out


def test_entries_of_a_secret_address_go_out_without_it(cli: CommandLine, server: LoopbackServer) -> None:
    server.serve("/feed?token=abc", rss(*numbered(1)))
    cli.subscribe(server.url("/feed?token=abc"))
    assert cli.run("refresh", "--all") == 0
    cli.run("mark", "star", "1")
    for form in ("json", "markdown", "html"):
        assert cli.run("export", form) == 0
        assert "abc" not in cli.out
    cli.run("export", "json")
    assert cli.objects()[0]["feed_url"].startswith(server.url("/feed"))


@pytest.mark.skipif(os.name != "posix", reason="Windows knows no such modes")
def test_a_file_may_be_read_by_whom_the_user_lets_read_but_for_one_with_secrets(cli: CommandLine) -> None:
    cli.subscribe("https://a.example/")
    modes = {}
    for name, *more in (("plain.opml",), ("secret.opml", "--secrets")):
        file = cli.config_dir / name
        before = os.umask(0o027)
        try:
            assert cli.run("export", "opml", "--output", str(file), *more) == 0
        finally:
            os.umask(before)
        modes[name] = stat.S_IMODE(file.stat().st_mode)
    assert modes == {"plain.opml": 0o640, "secret.opml": 0o600}


def test_logins_never_go_out(cli: CommandLine) -> None:
    cli.subscribe("https://a.example/", extra='username = "me"\npassword = "pw"\npassword_in_clear = true\n')
    cli.run("export", "opml", "--secrets")
    assert "pw" not in cli.out and "a.example" in cli.out
    assert "Logins, headers and proxies are not written" in cli.err


def test_starred_entries_go_out_unless_a_query_is_given(read: CommandLine) -> None:
    assert read.run("export", "markdown") == 0
    assert read.out.count("\n# ") + read.out.startswith("# ") == 2
    assert read.run("export", "markdown", "story") == 0
    assert read.out.count("Centre · 2026-11-24 10:00 UTC") == 3
    assert "The text of Story 1." in read.out


def test_objects_are_those_of_the_other_commands(read: CommandLine) -> None:
    read.run("list", "is:starred", "--json")
    listed = read.objects()
    assert read.run("export", "json") == 0
    assert [{key: one[key] for key in listed[0]} for one in read.objects()] == listed
    read.run("show", str(listed[0]["id"]), "--format", "json")
    shown = read.objects()[0]
    read.run("export", "json")
    one = read.objects()[0]
    assert set(one) == set(shown)
    assert one["content_text"] == shown["content_text"]
    assert one["content_html"].startswith('<p dir="auto">The text of Story')


def test_a_page_and_a_book_are_written_into_files(read: CommandLine, tmp_path: Path) -> None:
    page, book = tmp_path / "page.html", tmp_path / "book.epub"
    assert read.run("export", "html", "--output", str(page)) == 0
    assert read.out == f"{page}: 2 entries\n"
    assert page.read_text().count("<article ") == 2
    assert read.run("export", "epub", "--output", str(book)) == 0
    first = book.read_bytes()
    assert zipfile.ZipFile(book).testzip() is None
    assert read.run("export", "epub", "--output", str(book)) == 0
    assert book.read_bytes() == first
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_file()) == ["book.epub", "page.html"]


def test_a_book_needs_a_file(read: CommandLine) -> None:
    for arguments in ((), ("--output", "-")):
        assert read.run("export", "epub", *arguments) == 2
        assert "An EPUB is no text to print: add “--output FILE”." in read.err
        assert read.out == ""


def test_nothing_found_is_said_and_nothing_is_written(read: CommandLine, tmp_path: Path) -> None:
    target = tmp_path / "out.md"
    assert read.run("export", "markdown", "nonesuch", "--output", str(target)) == 0
    assert read.err == "“nonesuch” finds no entry; nothing was written.\n"
    assert not target.exists()


def test_a_mistyped_query_is_told_by_its_place(read: CommandLine) -> None:
    assert read.run("export", "json", "is:blue") == 2
    assert read.out == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("opml", "chips"), "“export opml” writes all subscriptions and takes no query."),
        (("json", "--secrets"), "“--secrets” is for “export opml”"),
        (("pdf",), "invalid choice: 'pdf'"),
    ],
)
def test_wrong_usage_is_said(read: CommandLine, arguments: tuple[str, ...], said: str) -> None:
    assert read.run("export", *arguments) == 2
    assert said in read.err


def test_where_nothing_can_be_written_the_old_file_stays(read: CommandLine, tmp_path: Path) -> None:
    target = tmp_path / "none" / "out.md"
    assert read.run("export", "markdown", "--output", str(target)) == 1
    assert f"{target} cannot be written: no such file or directory." in read.err
    assert read.run("export", "markdown", "--output", str(tmp_path)) == 1
    assert read.out == ""


def test_what_steers_a_terminal_does_not_go_out(cli: CommandLine, server: LoopbackServer) -> None:
    server.serve(
        "/feed", rss("Bad \x1b]0;x\x07 <b>&lt;script&gt;x</b> \u202e").replace(b"\x1b", b"&#x9b;").replace(b"\x07", b"")
    )
    cli.subscribe(server.url("/feed"))
    cli.run("refresh", "--all")
    for form in ("markdown", "html", "json"):
        assert cli.run("export", form, "") == 0
        assert "Bad" in cli.out
        assert not set("\x1b\x07\x9b\u202e") & set(cli.out)
        assert form != "html" or "<script" not in cli.out


def test_json_lines_are_utf_8_without_escapes(cli: CommandLine, server: LoopbackServer) -> None:
    server.serve("/feed", rss("Переговоры о чипах"))
    cli.subscribe(server.url("/feed"))
    cli.run("refresh", "--all")
    cli.run("export", "json", "")
    assert "Переговоры" in cli.out
    assert json.loads(cli.out)["title"] == "Переговоры о чипах"
