"""Lines of feeds.toml without what may be secret in them, for what is kept elsewhere."""

from collections.abc import Sequence
from typing import Final

from newsreader.config.toml_lines import find_lines

_SECRET: Final = frozenset({"password", "password_command", "headers", "proxy"})


def masked(lines: Sequence[str]) -> list[str]:
    """`lines`, with their ends, of a whole file that is valid TOML; secrets among them have become comments.

    A proxy without a login is no secret. The number of lines stays, and what is masked stays as it is.
    """
    result = list(lines)
    text = "".join(lines)
    if not any(word in text for word in _SECRET):
        return result
    found = sorted((line, place) for place, line in find_lines(text.replace("\r\n", "\n")).items() if place)
    starts = sorted({line for line, _ in found})
    after = dict(zip(starts, [*starts[1:], len(lines) + 1], strict=True))
    for line, place in found:
        name = next((part for part in place if part in _SECRET), None)
        if name is None:
            continue
        for number in range(line, after[line]):
            was = lines[number - 1]
            if was.strip() and not was.lstrip().startswith("#") and (name != "proxy" or "@" in was):
                end = was[len(was.rstrip("\r\n")) :]
                result[number - 1] = f"# {name} was not kept: write it here again{end}"
    return result
