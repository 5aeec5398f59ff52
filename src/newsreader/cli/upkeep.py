"""The commands that look after the store: prune, backup."""

import argparse
from pathlib import Path

from newsreader import wiring
from newsreader.cli.exit_status import DONE
from newsreader.cli.output import complain, say, say_json
from newsreader.core.counting import counted, file_size
from newsreader.core.urls import display_url
from newsreader.wiring import Config


def prune(config: Config, arguments: argparse.Namespace) -> int:
    """Remove what is beyond what the user keeps, and give its space back to the disk."""
    total = 0
    with wiring.open_library(config) as library:
        library.store.upkeep.index_all()  # what is unread in a saved search stays, so it must be found
        with wiring.pruning(config, library) as pruner:
            library.store.retention.settle()
            before = library.store.upkeep.size_bytes()
            for outdated in pruner.outdated():
                count = len(outdated.ids) if arguments.dry_run else pruner.remove(outdated)
                total += count
                if arguments.json:
                    say_json({"event": "feed", "url": outdated.url, "title": outdated.title, "removed": count})
                else:
                    say(f"{outdated.title}\t{display_url(outdated.url)}\t{counted(count, 'entry')}")
            freed = 0
            if not arguments.dry_run:
                pruner.note()
                if not pruner.compact(anew=arguments.vacuum):
                    complain(
                        "The store has much unused space. Close every newsreader and run “newsreader prune --vacuum”."
                    )
                freed = max(before - library.store.upkeep.size_bytes(), 0)
    if arguments.json:
        say_json({"event": "finished", "removed": total, "freed_bytes": freed, "dry_run": arguments.dry_run})
    elif arguments.dry_run:
        say(f"{counted(total, 'entry')} would be removed; nothing was changed.")
    else:
        say(f"{counted(total, 'entry')} removed, {file_size(freed)} given back.")
    return DONE


def backup(config: Config, arguments: argparse.Namespace) -> int:
    """Write a whole copy of the store, also while it is in use."""
    target: Path = arguments.file.expanduser().absolute()
    with wiring.open_store(config.paths) as library:
        library.store.upkeep.backup(target)
    say(f"{target}: {file_size(target.stat().st_size)}")
    store = config.paths.store_file
    complain(f"To restore it, close every newsreader, put it in the place of {store} and delete {store.name}-wal.")
    return DONE
