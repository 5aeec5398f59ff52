"""Pictures in articles: whether they are shown, and asking for those that are not here yet."""

from typing import TYPE_CHECKING, Final

from textual import on
from textual.message import Message
from textual.timer import Timer

from newsreader.core.entries import EntrySummary, Flag
from newsreader.core.images import ImageMode, next_mode, note_of, remembered_mode
from newsreader.core.journal import Change
from newsreader.tui.pictures import PictureOptions, PictureShelf
from newsreader.tui.screens.main_links import MainLinks
from newsreader.tui.widgets.article import ArticleView

if TYPE_CHECKING:
    from newsreader.core.events import ImageEvent

WANT_SECONDS: Final = 0.4
"""How long an article is looked at before its pictures are asked for."""

ARRIVAL_SECONDS: Final = 0.25
"""How often pictures that come one after the other are put into the article at most."""

_SAID: Final[dict[ImageMode, str]] = {
    "none": "Neither pictures nor captions",
    "captions": "Captions instead of pictures",
    "pictures": "Pictures",
}


class MainPictures(MainLinks, inherit_bindings=False):
    """The commands of pictures; each `action_` is a row of the command table."""

    pictures: PictureOptions | None = None
    """None where no pictures can be shown, only captions."""

    _want_timer: Timer | None = None
    _arrival_timer: Timer | None = None

    class PicturesWanted(Message):
        """The pictures of an entry should be fetched."""

        def __init__(self, entry_id: int) -> None:
            super().__init__()
            self.entry_id = entry_id

    def on_mount(self) -> None:
        self._asked: set[int] = set()
        options = self.pictures
        if options is not None:
            view = self.query_one(ArticleView)
            view.shelf = PictureShelf(options.images, options.graphics)
            view.image_mode = self._recall_mode(options)

    def on_screen_resume(self) -> None:
        self.article.painted_anew()

    def _recall_mode(self, options: PictureOptions) -> ImageMode:
        chosen: ImageMode | None = None
        with self._telling():
            chosen = remembered_mode(self._library.recall(_note_key(options)), options.setting)
        return chosen if chosen is not None and self._can_show(chosen) else options.mode

    def _can_show(self, mode: ImageMode) -> bool:
        return mode != "pictures" or (self.pictures is not None and not self.app.no_color)

    def action_images(self) -> None:
        mode = next_mode(self.article.image_mode)
        while not self._can_show(mode):
            mode = next_mode(mode)
        self.article.show_images(mode)
        self.say(_SAID[mode])
        if self.pictures is not None:
            with self._telling():
                self._library.remember(_note_key(self.pictures), note_of(mode, self.pictures.setting))
        self._want_pictures()

    # Asking for them

    @on(ArticleView.Shown)
    def _want_soon(self) -> None:
        if self._want_timer is not None:
            self._want_timer.stop()
        self._want_timer = self.set_timer(WANT_SECONDS, self._want_pictures)

    def _want_pictures(self) -> None:
        self._want_timer = None
        shown = self.article.shown
        if shown is None or not self.article.lacks_pictures(shown.document):
            return
        self.article.expect_pictures(True)
        self._ask(shown.entry.id)

    def _ask(self, entry_id: int) -> None:
        if entry_id not in self._asked:
            self._asked.add(entry_id)
            self.post_message(self.PicturesWanted(entry_id))

    def _set_flag(self, row: EntrySummary, flag: Flag, value: bool) -> Change | None:
        change = super()._set_flag(row, flag, value)
        wanted = self.pictures is not None and self.pictures.setting != "none"
        if change is not None and flag == "starred" and value and wanted:
            self._ask(row.id)  # what is kept for good is kept with its pictures
        return change

    # What the app tells

    def hear_of_pictures(self, event: "ImageEvent") -> None:
        """Pictures of an entry have been fetched, or not."""
        from newsreader.core.events import ImagesFinished

        finished = isinstance(event, ImagesFinished)
        if finished:
            self._asked.discard(event.entry_id)
        if event.entry_id != self._shown:
            return
        if finished:
            self._put_in()
            self.article.expect_pictures(False)
        elif self._arrival_timer is None:
            self._arrival_timer = self.set_timer(ARRIVAL_SECONDS, self._put_in)

    def pictures_given_up(self) -> None:
        """Nothing of what was asked for will come."""
        self._asked.clear()
        self.article.expect_pictures(False)

    def _put_in(self) -> None:
        if self._arrival_timer is not None:
            self._arrival_timer.stop()
            self._arrival_timer = None
        self.article.pictures_arrived()


def _note_key(options: PictureOptions) -> str:
    return "images-remote" if options.remote else "images"
