"""The order in which feeds stand among folders."""

from collections.abc import Sequence


def outline_order(folders: Sequence[str]) -> list[int]:
    """The feeds as the sidebar has them, as indexes into `folders`: the folder of each feed, in the file's order.

    A folder ("News/Asia") stands where its first feed stands. Its feeds follow it even where the file scatters them,
    sub-folders after the folder's own feeds; feeds without a folder ("") come before all folders.
    """
    places: dict[str, int] = {}
    keys: list[tuple[int, ...]] = []
    for number, folder in enumerate(folders):
        key: list[int] = []
        path = ""
        for part in folder.split("/") if folder else ():
            path = f"{path}/{part}"
            key.append(places.setdefault(path, number))
        keys.append((*key, -1, number))
    return sorted(range(len(keys)), key=keys.__getitem__)
