"""What somebody may have meant who mistyped a word."""

from collections.abc import Iterable


def nearest(word: str, choices: Iterable[str], *, likeness: float = 0.6) -> str | None:
    """The choice most like `word`; None where none is like it. `likeness`: from 0 to 1, as difflib measures it."""
    import difflib  # seldom needed, and the first headlines would wait for it

    close = difflib.get_close_matches(word, list(choices), n=1, cutoff=likeness)
    return close[0] if close else None
