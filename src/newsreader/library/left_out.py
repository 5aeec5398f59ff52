"""What a list has left out, as it was snoozed or deleted, with where each entry stood."""

from array import array
from collections.abc import Iterable, Sequence

from newsreader.store.runs import Marks


class LeftOut:
    """A million entries are kept in two arrays: as numbers of a dict they would take a hundred megabytes."""

    def __init__(self) -> None:
        self._places: dict[int, int] = {}
        self._many: list[tuple[array[int], array[int]]] = []

    @property
    def top(self) -> int:
        """The highest id, 0 where there is none."""
        return max(max(self._places, default=0), *(max(ids, default=0) for ids, _ in self._many), 0)

    def add(self, places: dict[int, int]) -> None:
        """Entries by id, each with its place."""
        self._places |= places

    def add_many(self, ids: "array[int]", places: "array[int]") -> None:
        """Very many, in the order of their places."""
        if ids:
            self._many.append((ids, places))

    def take(self, ids: Iterable[int]) -> list[tuple[int, int]]:
        """Places and ids of those of `ids` that are left out, in order; they are no longer left out."""
        wanted = set(ids)
        found = [(self._places.pop(one), one) for one in wanted & self._places.keys()]
        for known, places in self._many if wanted else ():
            numbers = [number for number, one in enumerate(known) if one in wanted]
            found.extend((places.pop(number), known.pop(number)) for number in reversed(numbers))
        return sorted(found)

    def take_many(self, wanted: Marks) -> "tuple[array[int], array[int]]":
        """The same of very many, which know ids up to `top`: their places, in order, and their ids."""
        few = sorted((place, one) for one, place in self._places.items() if one in wanted)
        for _, one in few:
            del self._places[one]
        parts = [(array("q", (one for _, one in few)), array("q", (place for place, _ in few)))] if few else []
        many, self._many = self._many, []
        for ids, places in many:
            found = wanted.places_in(ids)
            if not found:
                self._many.append((ids, places))
                continue
            if len(found) == len(ids):
                parts.append((ids, places))
                continue
            parts.append((wanted.among(ids), array("q", (places[number] for number in found))))
            left = wanted.missing_in(ids)
            self.add_many(array("q", (ids[number] for number in left)), array("q", (places[number] for number in left)))
        if len(parts) == 1:
            ((back, where),) = parts
            return where, back
        pairs = sorted(pair for ids, places in parts for pair in zip(places, ids, strict=True))
        return array("q", (place for place, _ in pairs)), array("q", (one for _, one in pairs))


def with_back(ids: "array[int]", places: Sequence[int], back: "array[int]") -> "array[int]":
    """`ids` with those that are `back`, each at its place in what this makes, as far as it is so long."""
    whole, used = array("q"), 0
    for place, one in zip(places, back, strict=True):
        if place > len(whole):
            following = ids[used : used + place - len(whole)]
            whole.extend(following)
            used += len(following)
        whole.append(one)
    whole.extend(ids[used:])
    return whole
