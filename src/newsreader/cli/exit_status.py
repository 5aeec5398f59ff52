"""What the program's end tells a script."""

from typing import Final

DONE: Final = 0
FAILED: Final = 1
WRONG_USAGE: Final = 2
SOME_FEEDS_FAILED: Final = 3
INTERRUPTED: Final = 130
