"""A user's folders and the program as a process of its own."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class Home:
    """One folder with everything of a user in it, and commands run on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.status = 0
        self.errors = ""
        self.configure()

    def configure(self, *lines: str) -> None:
        """Write config.toml with these lines."""
        settings = ("refresh_on_start = false", 'refresh_every = "never"', *lines)
        (self.folder / "config.toml").write_text("\n".join(settings) + "\n")

    def subscribe(self, *urls: str) -> None:
        (self.folder / "feeds.toml").write_text("".join(f'[[feed]]\nurl = "{url}"\n' for url in urls))

    @property
    def options(self) -> list[str]:
        folder = str(self.folder)
        return ["--config-dir", folder, "--data-dir", folder]

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "newsreader", *self.options, *arguments]

    def run(self, *arguments: str, env: Mapping[str, str] | None = None) -> str:
        """Run a command to its end; what it printed. `status` and `errors` are its exit status and standard error."""
        environment = {**os.environ, **(env or {})}
        command = self.command(*arguments)
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=environment)
        self.status, self.errors = done.returncode, done.stderr
        return done.stdout

    def objects(self, *arguments: str) -> list[dict[str, Any]]:
        """What a command prints as JSON lines."""
        return [json.loads(line) for line in self.run(*arguments, "--json").splitlines()]

    def titles(self, query: str = "is:unread") -> list[str]:
        """The titles that a query lists, newest first."""
        return [row["title"] for row in self.objects("list", query, "--limit", "0")]

    @property
    def store(self) -> Path:
        return self.folder / "newsreader.db"

    @property
    def log(self) -> str:
        path = self.folder / "newsreader.log"
        return path.read_text() if path.exists() else ""

    def integrity(self) -> str:
        connection = sqlite3.connect(self.store)
        try:
            return str(connection.execute("PRAGMA integrity_check").fetchone()[0])
        finally:
            connection.close()
