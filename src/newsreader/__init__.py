"""newsreader: a terminal news reader for people who follow international cooperation."""

import logging

__version__ = "0.1.0"
PROJECT_URL = "https://github.com/newsreader-project/newsreader"

# Without a log file, faults are told in one sentence, never as a traceback on the terminal.
logging.getLogger(__name__).addHandler(logging.NullHandler())
