"""The command line: arguments → one library call, or the reader."""

import argparse
import os
from collections.abc import Sequence
from typing import Final

from newsreader.cli.arguments import parser
from newsreader.cli.exit_status import DONE, FAILED, INTERRUPTED, WRONG_USAGE
from newsreader.cli.output import abandon_output, complain, fault_sentence, open_closed_streams, output
from newsreader.config.log_file import log_to_file
from newsreader.config.paths import Paths, prepare, resolve_paths
from newsreader.core.errors import ConfigError, NewsreaderError, QueryError, UsageError

_MAY_MEND: Final = frozenset({"subscribe", "unsubscribe", "import"})
"""Commands after which feeds.toml may have no mistake any more: one that named no feed does then."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit status."""
    open_closed_streams()
    known = parser()
    chosen = known.parse_args(arguments)
    if chosen.plain and chosen.command is not None:
        known.error(f"--plain opens the reader; “{chosen.command}” is a command by itself")
    if chosen.wrap is not None and not chosen.plain:
        known.error("--wrap is for --plain alone")
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
