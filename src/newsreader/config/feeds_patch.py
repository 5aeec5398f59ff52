"""A change to feeds.toml that can be taken back by itself, whatever was changed elsewhere in the file since.

It is kept as the lines that it took away and put there, with some of those around them: taken back, the file has its
old lines again, comments and place included. Secrets are not kept: where their lines were, a comment says so.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal, Self

from newsreader.config.feeds_file import change_file, without_tables
from newsreader.config.masking import masked
from newsreader.config.subscriptions import located_subscriptions, read_subscriptions
from newsreader.config.toml_lines import split_lines
from newsreader.config.toml_source import TomlSource, parse_toml
from newsreader.core.errors import ChangedSinceError
from newsreader.core.urls import display_url

Effect = Literal["added", "removed", "changed"]

AROUND: Final = 4
"""How many lines above and below a change are kept to find its place again."""

TRIES: Final = 20
"""How many places that look like the right one are tried; each is read as TOML."""


@dataclass(frozen=True, slots=True)
class Patch:
    """Lines of a file, with their ends, `old` replaced by `new` at line `at` (0-based).

    `above` and `below` are the lines next to them, fewer than AROUND where the file begins or ends.
    """

    at: int
    above: Sequence[str]
    old: Sequence[str]
    new: Sequence[str]
    below: Sequence[str]

    @classmethod
    def between(cls, before: bytes, after: bytes) -> Self:
        """What makes `after` of `before`; both are UTF-8."""
        old, new = masked(_lines(before)[1]), masked(_lines(after)[1])
        shorter = min(len(old), len(new))
        top = 0
        while top < shorter and old[top] == new[top]:
            top += 1
        end = 0
        while end < shorter - top and old[-1 - end] == new[-1 - end]:
            end += 1
        if shorter == top + end:  # lines only went, or only came; those of a table shall begin with its first
            up = _slide(max(old, new, key=len), top, end)
            top, end = top - up, end + up
        return cls(
            top,
            old[max(top - AROUND, 0) : top],
            old[top : len(old) - end],
            new[top : len(new) - end],
            old[len(old) - end :][:AROUND],
        )

    @classmethod
    def several(cls, before: bytes, after: bytes) -> list[Self]:
        """Likewise, as one patch for each place where something changed: what stands between is no part of any."""
        one = cls.between(before, after)
        if not one.old:
            return [one]
        from difflib import SequenceMatcher

        old, new = masked(_lines(before)[1]), masked(_lines(after)[1])
        return [
            cls(at, new[max(at - AROUND, 0) : at], old[start:end], new[at:to], old[end : end + AROUND])
            for tag, start, end, at, to in SequenceMatcher(None, old, new).get_opcodes()
            if tag != "equal"
        ]

    @classmethod
    def read(cls, data: dict[str, Any]) -> Self:
        """What `kept` gave."""
        return cls(**data)

    def kept(self) -> dict[str, Any]:
        """Fit for JSON."""
        return asdict(self)

    def bodies(self, body: bytes, *, back: bool) -> Iterator[bytes]:
        """What the file may become where the change is made again, or taken `back`: the likeliest place first."""
        mark, lines = _lines(body)
        seen = masked(lines)
        gone, come = (self.new, self.old) if back else (self.old, self.new)
        places = []
        for at in range(len(lines) - len(gone) + 1):
            if gone and seen[at : at + len(gone)] != gone:
                continue
            above, below = seen[max(at - 2 * AROUND, 0) : at], seen[at + len(gone) :][: 2 * AROUND]
            alike = (_ends_alike(above, self.above), _ends_alike(below[::-1], self.below[::-1]))
            # Lines that are to come find their place by their neighbours alone.
            if gone or any(alike):
                same = (above[-len(self.above) :] == self.above) + (below[: len(self.below)] == self.below)
                places.append((-sum(alike), -same, abs(at - self.at), at))
        for *_, at in sorted(places)[:TRIES]:
            yield mark + "".join([*lines[:at], *come, *lines[at + len(gone) :]]).encode()
        if not gone:  # their neighbours have gone
            end = "" if not lines or lines[-1].endswith("\n") else "\n"
            yield mark + "".join([*lines, end, *come]).encode()


def turn_patches(
    path: Path, urls: Collection[str], patches: Sequence[Patch], *, effect: Effect, back: bool, name: str
) -> bool:
    """Make a change again, or take it `back`; False where the file says what is wanted already.

    Args:
        path: feeds.toml.
        urls: The addresses of the only subscriptions that the change is about.
        patches: The change, in the order in which it was made.
        effect: What it did to the subscriptions.
        back: Whether it is to be taken back.
        name: The change as a sentence without its full stop.

    Raises:
        ChangedSinceError: The file has been changed since, at the same place, or its last subscription would go; it is
            as before.
        ConfigError: It cannot be read or written.
    """
    wanted = effect == "changed" or (effect == "added") is not back

    def change(source: TomlSource) -> bytes | None:
        by_url = read_subscriptions(source).subscriptions.by_url()
        followed = [url for url in urls if url in by_url]
        if effect != "changed" and len(followed) == (len(urls) if wanted else 0):
            return None
        for body in _bodies(patches[::-1] if back else patches, source.body, back=back):
            after = parse_toml(path, body)
            if isinstance(after, TomlSource) and _changes_only(source, after, urls):
                return after.body
        if not wanted and len(followed) == len(by_url):
            reason = "no subscription would be left, and the list cannot be empty"
        elif followed or effect != "changed":
            reason = "feeds.toml has been changed there since"
        else:
            reason = f"{display_url(next(iter(urls)))} is not in feeds.toml"
        again = "taken back" if back else "made again"
        raise ChangedSinceError(f"“{name}” cannot be {again}: {reason}. Nothing was changed.")

    return change_file(path, change)


def _bodies(patches: Sequence[Patch], body: bytes, *, back: bool) -> Iterator[bytes]:
    """What the file may become, all but the last of `patches` being put where they fit best."""
    *others, last = patches
    for one in others:
        found = next(one.bodies(body, back=back), None)
        if found is None:
            return
        body = found
    yield from last.bodies(body, back=back)


def _changes_only(before: TomlSource, after: TomlSource, urls: Collection[str]) -> bool:
    """Whether the two differ in these subscriptions, and in nothing else; the list is not empty."""
    now = read_subscriptions(after)
    about = frozenset(urls)
    others = [
        without_tables(source.data, [place for place, one in located_subscriptions(source) if one.url in about])
        for source in (before, after)
    ]
    was, are = read_subscriptions(before).subscriptions.by_url(), now.subscriptions.by_url()
    return now.usable and others[0] == others[1] and all(was.get(url) != are.get(url) for url in about)


def _lines(body: bytes) -> tuple[bytes, list[str]]:
    """The byte order mark, if there is one, and the lines with their ends."""
    text = body.decode("utf-8-sig")
    return body[: len(body) - len(text.encode())], split_lines(text)


def _slide(lines: Sequence[str], top: int, end: int) -> int:
    """How many lines further up the lines between `top` and the last `end` may as well be taken to begin.

    Where tables look alike, one that went may seem to begin in the middle of the table above.
    """

    def rank(up: int) -> int:
        first = lines[top - up].strip()
        return 0 if not first else 1 if first[0] in "#[" else 2

    up = 0
    while up < top and lines[top - 1 - up] == lines[len(lines) - end - 1 - up]:
        up += 1
    return min(range(up + 1), key=rank) if top < len(lines) - end else 0


def _ends_alike(lines: Sequence[str], known: Sequence[str]) -> bool:
    """Whether `lines` end with `known`, blank lines apart; fewer than AROUND of these are all that there were."""
    solid, wanted = ([line.strip() for line in some if line.strip()] for some in (lines, known))
    return solid == wanted if len(known) < AROUND else bool(wanted) and solid[-len(wanted) :] == wanted
