import io
import re
import time
from datetime import UTC, datetime, timedelta

import pytest

from command_line import CommandLine
from loopback import LoopbackServer, Reply
from newsreader import wiring
from newsreader.cli import doctor
from newsreader.config.paths import Paths
from newsreader.library.refresh_lock import refresh_lock

AGES = (1, 10, 400, 500)
"""Days."""

STARTED = datetime.now(UTC)
"""The command line has the machine's clock; a feed says the same whenever it is asked."""


def feed(*, ages: tuple[int, ...] = AGES, words: int = 0) -> bytes:
    """Entries of these ages, their texts of so many `words`."""
    entries = "".join(
        f"<item><guid isPermaLink='false'>{age}</guid><title>Aged {age}</title>"
        f"<description>{' '.join(f'w{age * number % 9973}' for number in range(words))}</description>"
        f"<pubDate>{STARTED - timedelta(days=age):%a, %d %b %Y %H:%M:%S +0000}</pubDate></item>"
        for age in ages
    )
    return f"<rss version='2.0'><channel><title>Old</title>{entries}</channel></rss>".encode()


@pytest.fixture
def stocked(cli: CommandLine, server: LoopbackServer) -> CommandLine:
    server.serve("/old", feed())
    cli.subscribe(server.url("/old"), extra='[defaults]\nkeep = "1y"\n')
    assert cli.run("refresh", "--all") == 0, cli.err
    return cli


def titles(cli: CommandLine) -> list[str]:
    cli.run("list", "--json")
    return [entry["title"] for entry in cli.objects()]


def test_pruning_removes_what_is_too_old_and_a_refresh_does_not_bring_it_back(stocked: CommandLine) -> None:
    assert stocked.run("prune") == 0
    assert "2 entries removed" in stocked.out
    assert titles(stocked) == ["Aged 1", "Aged 10"]
    assert stocked.run("refresh", "--all", "--json") == 0
    assert titles(stocked) == ["Aged 1", "Aged 10"]
    assert stocked.run("prune") == 0
    assert "0 entries removed" in stocked.out


def test_it_says_how_much_shorter_the_store_is_on_the_disk(cli: CommandLine, server: LoopbackServer) -> None:
    server.serve("/old", feed(ages=tuple(range(1, 800)), words=300))
    cli.subscribe(server.url("/old"), extra="keep = 20\n")
    assert cli.run("refresh", "--all") == 0, cli.err
    store = cli.data_dir / "newsreader.db"
    with wiring.open_store(Paths(cli.config_dir, cli.data_dir)) as library:  # as while the reader is open
        library.store.upkeep.index_all()
        library.store.retention.settle()
        before = store.stat().st_size
        assert cli.run("prune", "--json") == 0
        freed = cli.objects()[-1]["freed_bytes"]
        assert freed == before - store.stat().st_size
        assert store.stat().st_size < before / 3


def test_a_dry_run_changes_nothing(stocked: CommandLine) -> None:
    assert stocked.run("prune", "--dry-run", "--json") == 0
    assert stocked.objects()[-1] == {"event": "finished", "removed": 2, "freed_bytes": 0, "dry_run": True}
    assert len(titles(stocked)) == len(AGES)


@pytest.mark.parametrize(
    "kept", ['keep = 1000\n[defaults]\nkeep = "1y"\n', 'keep = ["1d", 4]\n', 'keep = "forever"\n', ""]
)
def test_a_feed_that_keeps_more_loses_nothing(stocked: CommandLine, server: LoopbackServer, kept: str) -> None:
    stocked.subscribe(server.url("/old"), extra=kept)
    assert stocked.run("prune") == 0
    assert "0 entries removed" in stocked.out


def test_what_is_unread_in_a_saved_search_stays(stocked: CommandLine) -> None:
    path = stocked.config_dir / "feeds.toml"
    path.write_text(path.read_text() + '[[search]]\ntitle = "Old ones"\nquery = "title:400"\n')
    assert stocked.run("prune") == 0
    assert titles(stocked) == ["Aged 1", "Aged 10", "Aged 400"]
    stocked.run("mark", "read", "--query", "title:400")
    assert stocked.run("prune") == 0
    assert titles(stocked) == ["Aged 1", "Aged 10"]


def test_a_backup_is_a_whole_store_and_replaces_nothing(stocked: CommandLine) -> None:
    target = stocked.data_dir / "copy.db"
    assert stocked.run("backup", str(target)) == 0
    assert target.stat().st_mode & 0o777 == 0o600
    assert stocked.run("backup", str(target)) == 1
    assert "exists already" in stocked.err
    stocked.run("mark", "read", "--query", "")
    target.replace(stocked.data_dir / "newsreader.db")
    assert len(titles(stocked)) == len(AGES)


def test_doctor_tells_the_sizes(stocked: CommandLine) -> None:
    stocked.run("doctor", "--json")
    [size] = [finding["message"] for finding in stocked.objects() if finding["check"] == "size"]
    assert all(word in size for word in ("store", "search index", "free", "pictures"))


def test_doctor_names_the_copy_that_an_update_has_left(stocked: CommandLine) -> None:
    copy = stocked.data_dir / "newsreader.db.before-v3"
    copy.write_bytes(bytes(3 << 20))
    stocked.run("doctor")
    assert f"{copy}: the store before an update, 3.0 MB; delete it if all is well" in stocked.out


def test_doctor_says_in_a_terminal_what_takes_so_long(stocked: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    class Watched(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(doctor, "_LARGE", 0)
    monkeypatch.setattr("sys.stderr", watched := Watched())
    assert stocked.run("doctor") == 0
    assert re.fullmatch(r"Reading all of the store, \d+ kB …\r\x1b\[K", watched.getvalue())


def test_the_report_says_why_a_feed_was_skipped_and_when_one_that_failed_is_tried_again(
    stocked: CommandLine, server: LoopbackServer
) -> None:
    stocked.subscribe(server.url("/old"), server.url("/missing"))
    assert stocked.run("refresh", "-v") == 3
    assert f"{server.url('/old')}\tskipped\t" in stocked.out
    assert "1 skipped, 1 failed" in stocked.out
    assert "Failing since" in stocked.err
    assert "next try 20" in stocked.err
    stocked.run("feeds")
    assert "(404); the feed may have moved. Failing since 20" in stocked.out


def test_the_next_try_is_not_told_to_be_before_the_moment_that_the_server_named(
    stocked: CommandLine, server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    server.script("/busy", Reply(status=429, headers={"Retry-After": "3630"}))
    stocked.subscribe(server.url("/busy"))
    stocked.run("refresh", "--all")
    [named] = re.findall(r"before \d+ \w+ \d+, (\d\d:\d\d) UTC", stocked.err)
    assert f"{named}." in stocked.err.partition("next try")[2]
    stocked.run("feeds")
    assert f"{named}: " in stocked.out.partition("next 20")[2]
    monkeypatch.undo()
    time.tzset()


def test_the_report_for_scripts_has_the_same_facts(stocked: CommandLine, server: LoopbackServer) -> None:
    stocked.subscribe(server.url("/old"), server.url("/missing"))
    server.serve("/old", feed(ages=(*AGES, 2)))
    assert stocked.run("refresh", "--all", "--json") == 3
    by_url = {event["url"]: event for event in stocked.objects() if event["event"] == "feed"}
    old, missing = by_url[server.url("/old")], by_url[server.url("/missing")]
    assert (old["new"], old["changed"], old["unchanged"]) == (1, 0, len(AGES))
    assert "failing_since" not in old
    assert missing["failing_since"].startswith("20")
    assert missing["next_check_at"] > missing["failing_since"]


def test_a_paused_feed_is_refreshed_only_where_it_is_named(stocked: CommandLine, server: LoopbackServer) -> None:
    stocked.subscribe(server.url("/old"), extra="paused = true\n")
    hits = len(server.hits_of("/old"))
    assert stocked.run("refresh", "--all", "--json") == 0
    assert stocked.objects()[0]["reason"] == "It is paused in feeds.toml."
    assert len(server.hits_of("/old")) == hits
    assert stocked.run("refresh", server.url("/old")) == 0
    assert len(server.hits_of("/old")) == hits + 1


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        ("", "look for its new address, or unsubscribe."),
        ('interval = "never"\n', "next try only when you ask."),
        ("paused = true\n", "0 failing, 1 paused"),
    ],
)
def test_of_what_is_not_tried_by_itself_no_next_try_is_told(
    cli: CommandLine, server: LoopbackServer, extra: str, told: str
) -> None:
    server.serve("/old", b"", status=500 if extra else 410)
    cli.subscribe(server.url("/old"), extra='interval = "never"\n' if extra else "")
    for _ in range(3):
        assert cli.run("refresh", "--all") == 3
    assert "next try only when you ask." in cli.err
    cli.subscribe(server.url("/old"), extra=extra)
    cli.run("doctor")
    assert told in cli.out


def test_pruning_waits_for_no_refresh_of_another_process(stocked: CommandLine) -> None:
    paths = Paths(stocked.config_dir, stocked.data_dir)
    config = wiring.load_config(paths)
    with refresh_lock(paths.lock_file):
        assert stocked.run("prune") == 1
        assert "Another newsreader is refreshing" in stocked.err
        assert "try again when it has ended" in stocked.err
        with wiring.open_library(config) as library:
            wiring.prune_by_itself(config, library)
    assert len(titles(stocked)) == len(AGES)
    with wiring.open_library(config) as library:
        library.remember("pruned", "0")
        wiring.prune_by_itself(config, library)
    assert titles(stocked) == ["Aged 1", "Aged 10"]


def test_a_refresh_prunes_once_a_day_from_the_second_day_on(stocked: CommandLine) -> None:
    assert len(titles(stocked)) == len(AGES)
    yesterday = int(STARTED.timestamp()) - 86_400
    with wiring.open_library(wiring.load_config(Paths(stocked.config_dir, stocked.data_dir))) as library:
        assert library.recall("pruned"), "the first refresh notes the day"
        library.remember("pruned", str(yesterday))
    assert stocked.run("refresh", "--all") == 0
    assert titles(stocked) == ["Aged 1", "Aged 10"]


def test_nothing_is_removed_while_nobody_knows_what_to_keep(stocked: CommandLine) -> None:
    (stocked.config_dir / "feeds.toml").write_text("[[feed]\n")
    (stocked.data_dir / "feeds.last-good.toml").unlink()
    assert stocked.run("prune") == 2
    assert "nothing was removed" in stocked.err


@pytest.mark.parametrize(
    "mistake",
    [
        'keep = "never"\n',
        'kepe = "forever"\n',
        '[[search]]\ntitle = "Old ones"\nquery = "(title:400"\n',
        '[[feed]]\nurl = "htps://example.org/"\nkeep = "forever"\n',
    ],
)
def test_nothing_is_removed_while_a_mistake_may_hide_what_to_keep(
    stocked: CommandLine, server: LoopbackServer, mistake: str
) -> None:
    good = (stocked.config_dir / "feeds.toml").read_text()
    stocked.subscribe(server.url("/old"), extra=mistake + '[defaults]\nkeep = "1y"\n')
    assert stocked.run("prune") == 2
    assert stocked.run("prune", "--dry-run") == 2
    assert "feeds.toml has mistakes, and it says what is kept: nothing was removed." in stocked.err
    stocked.run("doctor")
    assert "nothing is removed until the mistakes in feeds.toml are mended" in stocked.out
    config = wiring.load_config(Paths(stocked.config_dir, stocked.data_dir))
    with wiring.open_library(config) as library:
        library.remember("pruned", "0")
        wiring.prune_by_itself(config, library)
    assert len(titles(stocked)) == len(AGES)
    (stocked.config_dir / "feeds.toml").write_text(good)
    assert stocked.run("prune") == 0
    assert len(titles(stocked)) == 2


def test_a_mistake_elsewhere_keeps_nothing_from_being_removed(stocked: CommandLine) -> None:
    (stocked.config_dir / "config.toml").write_text("measure = -1\n")
    stocked.run("prune")
    assert titles(stocked) == ["Aged 1", "Aged 10"]


def test_doctor_saves_what_can_be_read_of_a_damaged_store(stocked: CommandLine) -> None:
    stocked.run("mark", "star", "1", "2")
    store = stocked.data_dir / "newsreader.db"
    with wiring.open_store(Paths(stocked.config_dir, stocked.data_dir)) as library:
        page = library.store._db.value("SELECT rootpage FROM sqlite_schema WHERE name = 'status_listed'")
    content = bytearray(store.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xa5" * 4096
    store.write_bytes(content)
    assert stocked.run("list") == 1
    assert "run “newsreader doctor”, which saves what can be read of it" in stocked.err
    assert stocked.run("doctor") == 1
    assert f"4 entries, 2 of them starred, was saved to {store}.rescued" in stocked.out
    store.with_name(f"{store.name}.rescued").replace(store)
    assert stocked.run("list", "is:starred", "--json") == 0
    assert len(stocked.objects()) == 2
