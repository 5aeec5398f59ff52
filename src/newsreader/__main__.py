"""The program as a process: `newsreader`, which is `python -m newsreader`."""

import sys

from newsreader.library.collecting import collect_seldom


def main() -> int:
    """Run the program on the process's arguments; returns its exit status."""
    collect_seldom()  # before most is imported, which makes many values
    from newsreader.cli import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
