"""Where files go, and what the first run makes."""

import stat
from pathlib import Path

import platformdirs
import pytest

from newsreader.config.package_data import default_feeds_text
from newsreader.config.paths import Paths, prepare, resolve_paths
from newsreader.core.errors import ConfigError


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "config" / "newsreader", tmp_path / "data" / "newsreader")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_flag_wins_over_the_variable_and_the_variable_over_the_platform() -> None:
    environ = {"NEWSREADER_CONFIG_DIR": "/env/config", "NEWSREADER_DATA_DIR": "/env/data"}
    assert resolve_paths(Path("/flag"), None, environ) == Paths(Path("/flag"), Path("/env/data"))
    assert resolve_paths(None, Path("/flag"), environ) == Paths(Path("/env/config"), Path("/flag"))
    assert resolve_paths(None, None, {}) == Paths(
        Path(platformdirs.user_config_dir("newsreader")), Path(platformdirs.user_data_dir("newsreader"))
    )


def test_an_empty_variable_counts_as_not_set() -> None:
    assert resolve_paths(None, None, {"NEWSREADER_CONFIG_DIR": ""}) == resolve_paths(None, None, {})


def test_relative_folders_and_the_home_sign_become_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert resolve_paths(Path("here"), Path("~/there"), {}) == Paths(tmp_path / "here", tmp_path / "there")


def test_the_files_have_their_names(paths: Paths) -> None:
    assert paths.feeds_file == paths.config_dir / "feeds.toml"
    assert paths.settings_file == paths.config_dir / "config.toml"
    assert paths.store_file == paths.data_dir / "newsreader.db"
    assert paths.log_file == paths.data_dir / "newsreader.log"
    assert paths.lock_file == paths.data_dir / "refresh.lock"
    assert paths.last_good_feeds_file == paths.data_dir / "feeds.last-good.toml"


def test_the_first_run_makes_private_folders_and_the_default_list(paths: Paths) -> None:
    assert prepare(paths)
    assert mode(paths.config_dir) == mode(paths.data_dir) == 0o700
    assert mode(paths.feeds_file) == 0o600
    assert paths.feeds_file.read_text(encoding="utf-8") == default_feeds_text()
    assert [path.name for path in paths.config_dir.iterdir()] == ["feeds.toml"]


def test_a_later_run_changes_nothing(paths: Paths) -> None:
    prepare(paths)
    paths.feeds_file.write_text("# mine\n")
    assert not prepare(paths)
    assert paths.feeds_file.read_text() == "# mine\n"


def test_a_list_that_vanished_is_not_replaced_by_the_default(paths: Paths) -> None:
    prepare(paths)
    paths.last_good_feeds_file.write_text("# the copy\n")
    paths.feeds_file.unlink()
    assert not prepare(paths)
    assert not paths.feeds_file.exists()


def test_a_link_whose_target_is_away_is_left_alone(paths: Paths, tmp_path: Path) -> None:
    paths.config_dir.mkdir(parents=True)
    paths.feeds_file.symlink_to(tmp_path / "unmounted" / "feeds.toml")
    assert not prepare(paths)
    assert paths.feeds_file.is_symlink()


def test_folders_that_exist_keep_their_mode(paths: Paths) -> None:
    paths.config_dir.mkdir(parents=True, mode=0o755)
    prepare(paths)
    assert mode(paths.config_dir) == 0o755


@pytest.mark.parametrize("kind", ["config", "data"])
def test_a_folder_that_cannot_be_made_is_named_with_what_to_do(tmp_path: Path, kind: str) -> None:
    (tmp_path / "file").write_text("")
    folders = {"config": tmp_path / "a", "data": tmp_path / "b"} | {kind: tmp_path / "file" / "newsreader"}
    with pytest.raises(ConfigError) as caught:
        prepare(Paths(folders["config"], folders["data"]))
    assert str(folders[kind]) in str(caught.value)
    assert f"The {kind} folder cannot be used: a file stands in its place." in str(caught.value)
    assert f"--{kind}-dir or NEWSREADER_{kind.upper()}_DIR" in str(caught.value)
