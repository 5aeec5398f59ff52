"""A file that cannot be used is answered with one sentence; one that can is read whoever wrote it."""

import codecs
import os
from pathlib import Path

import pytest

from newsreader.config.toml_source import MAX_BYTES, MAX_PROBLEMS, ProblemList, TomlSource, parse_toml, read_toml
from newsreader.core.errors import ConfigProblem

FILE = Path("/somewhere/feeds.toml")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param('a = 1\nurl "x"\n', 2, 'column 5): url "x"', id="no equals sign"),
        pytest.param("a = 1\nb = 2\na = 3\nc = 4\n", 3, "This key is set twice (line 3, column 6): a = 3", id="twice"),
        pytest.param("a = 1\na = 2\n\n", 2, "This key is set twice (line 2, column 6): a = 2", id="twice, at the end"),
        pytest.param("a = 1\na = 2", 2, "This key is set twice (line 2): a = 2", id="twice, without a line end"),
        pytest.param("[x]\n[x]\n", 2, "This table is declared twice (line 2, column 3): [x]", id="table twice"),
        pytest.param('a = "b\n', 1, "not closed by a quotation mark", id="open text"),
        pytest.param(
            "a = b\n", 1, "Expected a value: text stands in quotation marks (line 1, column 5): a = b", id="bare"
        ),
        pytest.param("feeds\n", 1, "(line 1, column 6): feeds", id="a word alone"),
        pytest.param("a = [1,\n2", 2, "Unclosed array (line 2): 2", id="open list"),
        pytest.param('a = """x\ny\n\n', 2, "(line 2): y", id="open long text"),
        pytest.param("a = \x1b[2J\n", 1, "a =", id="an escape sequence"),
    ],
)
def test_a_syntax_error_shows_its_line(text: str, line: int, message: str) -> None:
    problem = parse_toml(FILE, text.encode())
    assert isinstance(problem, ConfigProblem)
    assert problem.file == FILE
    assert problem.line == line
    assert message in problem.message
    assert problem.message.isprintable()


def test_a_byte_order_mark_and_crlf_are_accepted_and_come_back() -> None:
    body = codecs.BOM_UTF8 + 'a = "é"\r\nb = 2\r\n'.encode()
    source = parse_toml(FILE, body)
    assert isinstance(source, TomlSource)
    assert source.data == {"a": "é", "b": 2}
    assert source.line("b") == 2
    assert source.encode(source.text) == body


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ('a = 1\nb = "é"\n'.encode("latin-1"), 2, "some other encoding, not in UTF-8: save it as UTF-8"),
        ("a = 1\n".encode("utf-16"), None, "UTF-16, not in UTF-8"),
    ],
)
def test_another_encoding_is_named(body: bytes, line: int | None, message: str) -> None:
    problem = parse_toml(FILE, body)
    assert isinstance(problem, ConfigProblem)
    assert problem.line == line
    assert message in problem.message


@pytest.mark.parametrize("text", ["a = " + "[" * 5_000, "a = " + "{b=" * 5_000, "a = " + "9" * 5_000, "[" * 5_000])
def test_absurd_values_are_answered_with_a_sentence(text: str) -> None:
    problem = parse_toml(FILE, text.encode())
    assert isinstance(problem, ConfigProblem)
    assert len(str(problem)) < 400


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    problem = read_toml(path)
    assert isinstance(problem, ConfigProblem)
    assert f"larger than {MAX_BYTES // 1_000_000} MB" in problem.message


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe"):
        problem = read_toml(path)
        assert isinstance(problem, ConfigProblem)
        assert "This is not a file" in problem.message


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    problem = read_toml(tmp_path / "feeds.toml")
    assert isinstance(problem, ConfigProblem)
    assert problem.message == "The file does not exist."


def test_a_key_without_a_line_has_that_of_what_is_around_it() -> None:
    source = parse_toml(FILE, b"[a]\nb = 1\n")
    assert isinstance(source, TomlSource)
    assert source.line("a", "missing") == 1
    assert source.line("nowhere") is None


def test_problems_are_in_the_order_of_the_file_and_bounded() -> None:
    problems = ProblemList(FILE)
    for line in range(MAX_PROBLEMS + 50, 0, -1):
        problems.add(line, "key", "Wrong.")
    listed = problems.all()
    assert len(listed) == MAX_PROBLEMS + 1
    assert [problem.line for problem in listed[:2]] == [51, 52]
    assert listed[-1].message == "There are 50 more mistakes in this file."
