"""The command line, run in this process on folders of its own."""

import json
from pathlib import Path
from typing import Any

import pytest

from newsreader.cli import main


class CommandLine:
    """Runs commands on folders of their own; `out` and `err` are what the last one printed."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.config_dir = folder / "config"
        self.data_dir = folder / "data"
        self.config_dir.mkdir()
        self._capsys = capsys
        self.out = self.err = ""

    def subscribe(self, *urls: str, extra: str = "") -> None:
        feeds = "".join(f'[[feed]]\nurl = "{url}"\ntags = ["un"]\n' for url in urls)
        (self.config_dir / "feeds.toml").write_text(feeds + extra)

    def run(self, *arguments: str) -> int:
        """The exit status of a command."""
        try:
            status = main(["--config-dir", str(self.config_dir), "--data-dir", str(self.data_dir), *arguments])
        except SystemExit as end:  # argparse ends the program by itself
            status = int(end.code or 0)
        self.out, self.err = self._capsys.readouterr()
        return status

    def objects(self) -> list[dict[str, Any]]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]
