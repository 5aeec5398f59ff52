"""Commands ask as feeds.toml and config.toml say, and what is secret there comes out nowhere."""

import logging
from pathlib import Path

import pytest

from command_line import CommandLine
from loopback import LoopbackServer, Reply
from newsreader.fetch.logins import basic
from relays import Relay
from tls_serving import serving

SECRET = "s3cretw0rd"
PAGE = f"<html><body><article><h1>News</h1>{'<p>Long news about many things.</p>' * 60}</article></body></html>"


def document(link: str) -> bytes:
    item = f"<item><guid isPermaLink='false'>1</guid><title>News</title><link>{link}</link></item>"
    return f"<rss version='2.0'><channel><title>Feed</title>{item}</channel></rss>".encode()


def written(folder: Path) -> str:
    """All that is in the files of a folder."""
    return "".join(file.read_bytes().decode("latin-1") for file in folder.rglob("*") if file.is_file())


def test_a_refresh_asks_as_the_files_say(
    cli: CommandLine, server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWS_PASSWORD", SECRET)
    server.serve("/feed", document(server.url("/page")))
    server.serve("/page", PAGE, content_type="text/html")
    (cli.config_dir / "feeds.toml").write_text(
        f'[defaults]\nuser_agent = "all/1"\n'
        f'[[feed]]\nurl = "{server.url("/feed")}"\nheaders = {{ X-Key = "{SECRET}" }}\nfull_text = "always"\n'
    )
    (cli.config_dir / "config.toml").write_text(
        '[[site]]\nhost = "127.0.0.1"\nusername = "me"\npassword_env = "NEWS_PASSWORD"\n'
    )
    assert cli.run("refresh", "--all", "--json") == 0, cli.err
    printed = cli.out + cli.err
    cli.run("list", "--json")
    printed += cli.out
    assert cli.run("show", str(cli.objects()[0]["id"]), "--full", "--format", "json") == 0, cli.err
    printed += cli.out
    assert [hit.path for hit in server.hits][:2] == ["/feed", "/page"]
    for hit in server.hits:
        sent = tuple(hit.headers[name] for name in ("user-agent", "x-key", "authorization"))
        assert sent == ("all/1", SECRET, basic("me", SECRET))
    for command in ("feeds", "doctor"):
        cli.run(command, "--json")
        printed += cli.out + cli.err
    assert SECRET not in printed
    copy = cli.data_dir / "feeds.last-good.toml"  # the user's own file, as it is
    assert copy.stat().st_mode & 0o077 == 0
    copy.unlink()
    assert SECRET not in written(cli.data_dir)


@pytest.mark.parametrize("status", [401, 500])
def test_what_fails_is_told_without_secrets(
    cli: CommandLine, server: LoopbackServer, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    server.script("/feed", Reply(status))
    with Relay() as relay, caplog.at_level(logging.DEBUG):
        proxy = relay.url("socks5", f"me:{SECRET}")
        cli.subscribe(
            server.url("/feed"),
            extra=f'username = "me"\npassword = "{SECRET}"\npassword_in_clear = true\nproxy = "{proxy}"\n'
            f'headers = {{ X-Key = "{SECRET}" }}\n',
        )
        assert cli.run("refresh", "--all", "--json") == 3
        printed = cli.out + cli.err
        relay.stop()
        assert cli.run("refresh", "--all") == 3
        printed += cli.out + cli.err
    for command in ("feeds", "doctor"):
        cli.run(command)
        printed += cli.out + cli.err
    assert SECRET not in printed + caplog.text


def test_a_missing_password_is_a_sentence_on_the_feed(cli: CommandLine, server: LoopbackServer) -> None:
    cli.subscribe(server.url("/feed"), extra='username = "me"\npassword_command = "false"\n')
    assert cli.run("refresh", "--all", "--json") == 3
    reason = cli.objects()[0]["reason"]
    assert "The password for 127.0.0.1 cannot be had: password_command ended with status 1." in reason
    assert server.hits == []


def test_doctor_says_where_certificates_are_not_checked(cli: CommandLine) -> None:
    with serving("selfsigned") as server:
        server.serve("/feed", document("https://news.example/1"))
        cli.subscribe(server.url("/feed"), extra="insecure_tls = true\n")
        assert cli.run("refresh", "--all") == 0, cli.err
        cli.run("doctor")
        assert f"The certificate of {server.url('/feed')} is not checked (insecure_tls in feeds.toml)" in cli.out


def test_a_password_in_an_address_is_pointed_out(cli: CommandLine, server: LoopbackServer) -> None:
    server.serve("/feed", document("https://news.example/1"))
    cli.subscribe(server.url("/other"))
    assert cli.run("subscribe", server.url("/feed").replace("//", f"//me:{SECRET}@")) == 0, cli.err
    assert "Its address holds a password in clear. A username with password_env" in cli.err
    assert cli.run("doctor") == 0
    assert f"The address of {server.url('/feed')} in feeds.toml holds a password in clear." in cli.out
    assert SECRET not in cli.out + cli.err


def test_a_preview_asks_as_the_files_say(cli: CommandLine, server: LoopbackServer) -> None:
    server.serve("/feed", document("https://news.example/1"))
    cli.subscribe(server.url("/feed"), extra='user_agent = "own/1"\n')
    assert cli.run("preview", server.url("/feed"), "--json") == 0, cli.err
    assert server.hits[0].headers["user-agent"] == "own/1"


def test_a_bad_key_is_a_problem_with_its_line_and_without_its_value(cli: CommandLine, server: LoopbackServer) -> None:
    cli.subscribe(server.url("/feed"), extra=f'username = "me"\npassword = "{SECRET}"\n')
    cli.run("doctor")
    assert "feeds.toml:5: password: A password had better not stand in a file" in cli.out
    assert SECRET not in cli.out + cli.err
