"""Opens the reader: the one place of the command line that knows the terminal interface."""

import os
import sys

from newsreader import wiring
from newsreader.cli.output import complain
from newsreader.config.settings import write_setting


def open_reader(config: wiring.Config) -> int:
    """Open the reader on this terminal; returns the exit status."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        complain("The reader needs a terminal. In scripts use “newsreader list” and “newsreader show”.")
        return 2
    # Textual reads this when it is imported: a key's paint then waits at most 4 ms for the next frame.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    from newsreader.tui.app import NewsreaderApp

    with wiring.open_library(config) as library:
        wiring.store_welcome(library)
        app = NewsreaderApp(
            library,
            config.settings,
            worker_command=wiring.worker_command(config.paths),
            keep_theme=lambda name: write_setting(config.paths.settings_file, "theme", name),
            problems=[str(problem) for problem in config.problems],
        )
        app.run()
    return app.return_code or 0
