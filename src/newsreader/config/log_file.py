"""The program's log: a file in the data folder, never the terminal, which the reader owns."""

import logging
import os
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from newsreader.config.paths import Paths
from newsreader.core.text import clean_text
from newsreader.core.urls import without_secrets


class _LogFile(RotatingFileHandler):
    """A log that only its owner may read, made with its first line."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=1_000_000, backupCount=1, encoding="utf-8", errors="replace", delay=True)

    def _open(self) -> TextIOWrapper:
        handle = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return os.fdopen(handle, "a", encoding="utf-8", errors="replace")


class _LogLine(logging.Formatter):
    """Lines that steer no terminal when they are looked at, and hold no passwords."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(clean_text(super().format(record)))


def log_to_file(paths: Paths) -> None:
    """Send the program's log to the data folder: never to the terminal, which the reader owns."""
    handler = _LogFile(paths.log_file)
    handler.setFormatter(_LogLine("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"))
    # On a full disk logging would write its own complaint to the terminal.
    logging.raiseExceptions = False
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.captureWarnings(True)
