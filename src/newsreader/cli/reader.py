"""Opens the reader: the one place of the command line that knows the terminal interface."""

import os
import sys

from newsreader import wiring
from newsreader.cli.exit_status import WRONG_USAGE
from newsreader.cli.output import complain, fault_sentence
from newsreader.cli.terminal import fitted, seems_light
from newsreader.config.paths import Paths
from newsreader.config.settings import load_settings, write_setting
from newsreader.core.errors import NewsreaderError
from newsreader.core.images import default_mode, is_remote


def open_reader(paths: Paths) -> int:
    """Open the reader on this terminal; returns the exit status."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        complain("The reader needs a terminal. In scripts use “newsreader list” and “newsreader show”.")
        return WRONG_USAGE
    # Textual reads this when it is imported: a key's paint then waits at most 4 ms for the next frame.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    from newsreader.tui.app import NewsreaderApp
    from newsreader.tui.picture import find_graphics
    from newsreader.tui.pictures import PictureOptions

    loaded = load_settings(paths.settings_file)
    pictures = PictureOptions(
        wiring.open_images(paths),
        default_mode(loaded.settings.images, os.environ),
        loaded.settings.images,
        find_graphics(os.environ),
        is_remote(os.environ),
    )
    with wiring.open_store(paths) as library:
        if not library.follows_any():
            library.follow(wiring.read_subscriptions(paths).subscriptions)
        wiring.store_welcome(library)
        app = NewsreaderApp(
            library,
            fitted(loaded.settings, os.environ, sys.stdout.encoding),
            read_subscriptions=lambda: wiring.read_subscriptions(paths),
            stamp_of_feeds=lambda: wiring.stamp_of_feeds(paths),
            worker_command=wiring.worker_command(paths),
            keep_theme=lambda name: write_setting(paths.settings_file, "theme", name),
            keep_setting=lambda key, value: write_setting(paths.settings_file, key, value),
            problems=[*([library.read_only] if library.read_only else []), *map(str, loaded.problems)],
            pictures=pictures,
            feeds_list=lambda: wiring.feeds_list(paths, library),
            light=seems_light(os.environ),
        )
        app.run()
    if app.fault is not None:
        expected = isinstance(app.fault, NewsreaderError)  # a damaged store, say, which shows where a list is read on
        complain(str(app.fault) if expected else fault_sentence(app.fault, paths))
    return app.return_code or 0
