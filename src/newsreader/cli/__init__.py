"""The command line: arguments → one library call, or the reader."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NoReturn

from newsreader import __version__
from newsreader.cli.exit_status import DONE, FAILED, INTERRUPTED, WRONG_USAGE
from newsreader.cli.marking import VERBS, verb
from newsreader.cli.output import abandon_output, complain, fault_sentence, open_closed_streams, output
from newsreader.config.log_file import log_to_file
from newsreader.config.paths import CONFIG_VARIABLE, DATA_VARIABLE, Paths, prepare, resolve_paths
from newsreader.core.errors import ConfigError, NewsreaderError, QueryError, UsageError

_MAY_MEND: Final = frozenset({"subscribe", "unsubscribe", "import"})
"""Commands after which feeds.toml may have no mistake any more: one that named no feed does then."""


_FORMS: Final = ("text", "markdown", "html", "json")
_FORM_HELP: Final = f"{', '.join(_FORMS[:-1])} or {_FORMS[-1]} (default {_FORMS[0]})"
_QUERY_HELP: Final = (
    'what to list, such as “chips is:unread after:7d” (default: everything); words, "phrases", -not, OR'
)


class _Parser(argparse.ArgumentParser):
    """argparse with the program's own voice: one sentence, and where the help is."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG_USAGE, f"{self.prog}: {message}\n“{self.prog} --help” shows what is possible.\n")


class _CommandParser(_Parser):
    """Takes options before and behind what is none: argparse by itself expects no QUERY any more behind an option."""

    _intermixing = False

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        if self._intermixing:  # argparse does it by way of this method
            return super().parse_known_args(args, namespace)
        self._intermixing = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._intermixing = False


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit status."""
    open_closed_streams()
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if chosen.plain and chosen.command is not None:
        parser.error(f"--plain opens the reader; “{chosen.command}” is a command by itself")
    if chosen.wrap is not None and not chosen.plain:
        parser.error("--wrap is for --plain alone")
    try:
        return _run(chosen)
    except (ConfigError, QueryError, UsageError) as error:
        complain(str(error))
        return WRONG_USAGE
    except NewsreaderError as error:
        complain(str(error))
        return FAILED
    except KeyboardInterrupt:
        complain("Stopped; what was done so far is stored.")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe has gone (`| head`): nothing is wrong, and Python must not flush into it at the end.
        abandon_output()
        return DONE
    except Exception as error:
        import logging

        logging.getLogger(__name__).exception("unexpected error")
        complain(fault_sentence(error, _paths(chosen)))
        return FAILED


def _paths(chosen: argparse.Namespace) -> Paths:
    return resolve_paths(chosen.config_dir, chosen.data_dir, os.environ)


def _run(chosen: argparse.Namespace) -> int:
    from newsreader import wiring

    paths = _paths(chosen)
    prepare(paths)
    log_to_file(paths)
    if chosen.command is None and chosen.plain:
        from newsreader.cli.plain import open_plain

        return open_plain(paths, width=chosen.wrap)
    if chosen.command is None:
        from newsreader.cli.reader import open_reader

        return open_reader(paths)
    from newsreader.cli.commands import command

    run = command(chosen.command)
    config = wiring.load_config(paths)
    for problem in config.problems:
        complain(str(problem))
    as_json = getattr(chosen, "json", False) or getattr(chosen, "format", "") == "json"
    with output(json_lines=as_json):
        status = run(config, chosen)
    if status == DONE and config.problems and chosen.command in _MAY_MEND:
        config = wiring.load_config(paths)
    return WRONG_USAGE if status == DONE and config.problems else status


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="newsreader",
        description="A terminal news reader for people who follow international cooperation. "
        "Without a command it opens the reader.",
        epilog="Exit status: 0 done, 1 failed, 2 wrong usage or configuration, 3 done but some feeds failed.",
    )
    parser.add_argument("--version", action="version", version=f"newsreader {__version__}")
    parser.add_argument(
        "--config-dir", type=Path, metavar="DIR", help=f"folder of feeds.toml and config.toml (or {CONFIG_VARIABLE})"
    )
    parser.add_argument(
        "--data-dir",
        type=Path,
        metavar="DIR",
        help=f"folder of the store newsreader.db and the log (or {DATA_VARIABLE})",
    )
    parser.add_argument("--plain", action="store_true", help="read by typed commands: for screen readers and pipes")
    parser.add_argument(
        "--wrap", type=_width, metavar="CELLS", help="with --plain: break articles' lines (default: one a paragraph)"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_CommandParser)

    def command(name: str, help_text: str, *, json: bool = True) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help_text, description=help_text[0].upper() + help_text[1:] + ".")
        if json:
            sub.add_argument("--json", action="store_true", help="print one JSON object per line")
        return sub

    refresh = command("refresh", "refresh the feeds that are due")
    refresh.add_argument("urls", nargs="*", metavar="URL", help="refresh these subscriptions, due or not")
    refresh.add_argument(
        "--full", action="store_true", help="fetch the full text of all unread and starred entries too"
    )
    refresh.add_argument("--pages", action="store_true", help="fetch the pages of new teasers too, as the reader does")
    refresh.add_argument("--verbose", "-v", action="store_true", help="tell of every feed, and why it was skipped")
    refresh.add_argument("--all", action="store_true", help="refresh every feed, due or not")

    listing = command("list", "list entries, newest first")
    listing.add_argument("query", nargs="?", default="", metavar="QUERY", help=_QUERY_HELP)
    listing.add_argument("--limit", type=_count, default=50, metavar="N", help="how many at most (default 50; 0: all)")

    show = command("show", "print one article", json=False)
    show.add_argument("id", type=_number, metavar="ID", help="the number that “list” shows")
    show.add_argument("--format", choices=_FORMS, default="text", help=_FORM_HELP)

    show.add_argument("--full", action="store_true", help="fetch and store the full text of its page first")

    extract = command("extract", "print the readable article of any web page", json=False)
    extract.add_argument("source", metavar="URL|FILE")
    extract.add_argument("--url", metavar="BASE", help="for a file: the URL that it comes from")
    extract.add_argument("--format", choices=_FORMS, default="text", help=_FORM_HELP)

    mark = command("mark", "change the status of entries and print how many changed", json=False)
    mark.add_argument("status", type=verb, metavar="STATUS", help=VERBS.replace("|", ", "))
    mark.add_argument("ids", nargs="*", type=_number, metavar="ID", help="the numbers that “list” shows")
    mark.add_argument("--query", metavar="QUERY", help="instead of numbers: all that this query finds")

    command("feeds", "list the subscriptions with their counts and last results")

    subscribe = command("subscribe", "find the feed behind a URL and add it to feeds.toml", json=False)
    subscribe.add_argument("url", metavar="URL", help="a feed, a site, or a page that lists news")
    subscribe.add_argument("--title", metavar="T", help="shown instead of its own title")
    subscribe.add_argument("--folder", metavar="F", help="where it stands in the sidebar; “A/B” nests")
    subscribe.add_argument("--tag", action="append", default=[], metavar="T", help="a label; may be repeated")

    unsubscribe = command("unsubscribe", "remove a subscription from feeds.toml; starred entries stay", json=False)
    unsubscribe.add_argument("url", metavar="URL", help="its address, as “feeds” shows it")

    preview = command("preview", "show what a feed or news list page would give, storing nothing")
    preview.add_argument("source", metavar="URL|FILE")
    preview.add_argument("--url", metavar="BASE", help="for a file: the URL that it comes from")

    importing = command("import", "add the feeds of a list from another reader to feeds.toml", json=False)
    importing.add_argument("kind", choices=("opml",), metavar="opml")
    importing.add_argument("file", metavar="FILE", help="an OPML file; “-”: standard input")
    importing.add_argument("--dry-run", action="store_true", help="only say what would be added")

    exporting = command("export", "write the subscriptions, or entries to read elsewhere", json=False)
    forms = ("opml", "markdown", "html", "epub", "json")
    exporting.add_argument("format", choices=forms, metavar="FORM", help=", ".join(forms))
    exporting.add_argument("query", nargs="?", metavar="QUERY", help="which entries (default: those with a star)")
    exporting.add_argument("--output", metavar="FILE", help="a file, for epub always; “-”: standard output")
    exporting.add_argument("--secrets", action="store_true", help="with opml: addresses with passwords or keys, too")

    prune = command("prune", "remove entries beyond what “keep” in feeds.toml says, and give the space back")
    prune.add_argument("--dry-run", action="store_true", help="only say what would be removed")
    prune.add_argument("--vacuum", action="store_true", help="write the store anew, which stops others for a while")

    backup = command("backup", "write a whole copy of the store, also while it is in use", json=False)
    backup.add_argument("file", type=Path, metavar="FILE", help="a file that does not exist yet")

    command("doctor", "check config, store, terminal and feeds, and say what to do")
    return parser


def _width(text: str) -> int:
    if not text.isdecimal() or not 20 <= int(text[:6]) <= 1000:
        raise argparse.ArgumentTypeError("expected a number from 20 to 1000")
    return int(text)


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not the number of an entry; “list” shows them") from None


def _count(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = -1
    if number < 0:
        raise argparse.ArgumentTypeError(f"{text} is not a number of entries; 0 means all")
    return number
