"""Pictures in articles: whether they are shown, how large they may be, what their files are called. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

from newsreader.core.urls import is_web_url

if TYPE_CHECKING:
    from newsreader.core.document import Block, Document, Image

ImageMode = Literal["none", "captions", "pictures"]
"""What stands where an article has a picture: nothing, a line of text, or the picture below that line."""

ImageSetting = Literal["auto", "none", "captions", "pictures"]

MODES: Final[tuple[ImageMode, ...]] = get_args(ImageMode)
MOST_BYTES: Final = 8 * 2**20
"""Bytes of a picture as it comes over the network."""

MOST_PIXELS: Final = 40_000_000
"""Width × height of a picture that is still decoded."""

MOST_PER_ARTICLE: Final = 30
MAX_WIDTH: Final = 1_600
MAX_HEIGHT: Final = 3_200
"""Pixels of a picture as it is kept; larger ones are scaled down."""

_LEAST_PIXELS: Final = 2
_LONGEST_URL: Final = 4_000
_POOR_TERMINALS: Final = frozenset({"", "dumb", "linux", "vt100", "vt220"})


class PictureSize(NamedTuple):
    """Width and height in pixels."""

    width: int
    height: int


def default_mode(setting: ImageSetting, environ: Mapping[str, str]) -> ImageMode:
    """What a reader begins with. "auto": pictures, but captions over SSH and on a terminal without colours."""
    if setting != "auto":
        return setting
    poor = environ.get("TERM", "") in _POOR_TERMINALS or "NO_COLOR" in environ
    return "captions" if poor or is_remote(environ) else "pictures"


def is_remote(environ: Mapping[str, str]) -> bool:
    """Whether the terminal is at the other end of an SSH connection."""
    return bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"))


def next_mode(mode: ImageMode) -> ImageMode:
    """The mode after `mode`, the first one after the last."""
    return MODES[(MODES.index(mode) + 1) % len(MODES)]


def remembered_mode(note: str | None, setting: ImageSetting) -> ImageMode | None:
    """The mode in a note that `note_of` wrote; None where there is none, or where the setting has changed since."""
    chosen_under, _, mode = (note or "").partition(" ")
    return next((known for known in MODES if known == mode), None) if chosen_under == setting else None


def note_of(mode: ImageMode, setting: ImageSetting) -> str:
    """What is kept of a mode that the user has chosen while `setting` was in force."""
    return f"{setting} {mode}"


def may_have_graphics(environ: Mapping[str, str]) -> bool:
    """Whether the terminal may show kitty's graphics by placeholders; such a terminal is asked, others are not.

    TERM alone counts: other variables are inherited by terminals and multiplexers started within.
    """
    return environ.get("TERM") in ("xterm-kitty", "xterm-ghostty") and not environ.get("TMUX")


def file_name(url: str) -> str:
    """The name of the file that keeps the picture at `url`: nothing of the URL can be seen in it."""
    return blake2b(url.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def is_worth_fetching(image: "Image") -> bool:
    """Whether a picture has an address and is no tracking pixel, as far as the page says."""
    sizes = [size for size in (image.width, image.height) if size is not None]
    return image.link is not None and min(sizes, default=_LEAST_PIXELS + 1) > _LEAST_PIXELS


def is_visible(size: PictureSize) -> bool:
    """Whether a picture is more than a tracking pixel."""
    return min(size.width, size.height) > _LEAST_PIXELS


def is_too_large(size: PictureSize) -> bool:
    """Whether decoding a picture of that size would take too much memory."""
    return size.width * size.height > MOST_PIXELS


def image_urls(documents: "Sequence[Document]") -> list[str]:
    """The addresses of the pictures worth fetching, each once, in reading order, at most MOST_PER_ARTICLE."""
    urls: dict[str, None] = {}
    for document in documents:
        for image in _images(document.blocks):
            url = url_of(image, document.links)
            if url is not None:
                urls[url] = None
    return list(urls)[:MOST_PER_ARTICLE]


def has_images(document: "Document") -> bool:
    """Whether there is a picture in the text, wherever it comes from."""
    return next(_images(document.blocks), None) is not None


def url_of(image: "Image", links: Sequence[str]) -> str | None:
    """Where the picture is fetched from, None where it is not worth fetching or no web address."""
    if image.link is None or not is_worth_fetching(image) or not 0 < image.link <= len(links):
        return None
    url = links[image.link - 1]
    return url if len(url) <= _LONGEST_URL and is_web_url(url) else None


def _images(blocks: "Sequence[Block]") -> "Iterator[Image]":
    # Settings and screens name the modes of pictures long before there is a document.
    from newsreader.core.document import DefinitionList, Details, Image, ListBlock, Quote

    for block in blocks:
        match block:
            case Image():
                yield block
            case ListBlock(_, items):
                for item in items:
                    yield from _images(item)
            case DefinitionList(pairs):
                for _, inner in pairs:
                    yield from _images(inner)
            case Quote(inner) | Details(_, inner):
                yield from _images(inner)
