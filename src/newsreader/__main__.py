"""The program as a process: `newsreader`, which is `python -m newsreader`."""

import sys

from newsreader.library.collecting import collect_seldom


def main() -> int:
    """Run the program on the process's arguments; returns its exit status."""
    collect_seldom()  # before most is imported, which makes many values
    try:
        from newsreader.cli import main as run

        return run()
    except KeyboardInterrupt:  # before or after anything was done
        return 130  # as cli.exit_status has it, and shells


if __name__ == "__main__":
    sys.exit(main())
