"""Reading an article in plain mode, and what it links to."""

from collections.abc import Callable

from newsreader.core.article import Article
from newsreader.core.counting import counted
from newsreader.core.entries import EntrySummary
from newsreader.core.urls import display_url, host_of
from newsreader.plain.errands import Errands
from newsreader.plain.place import PlainPlace
from newsreader.plain.spoken import link_lines, spoken_text
from newsreader.plain.words import ago, sentence, states


class PlainArticles(PlainPlace):
    """The commands of reading; see PlainReader."""

    _errands: Errands
    _full: dict[int, bool]
    """Whether the text of the page is read or that of the feed, by entry, where the user has said so."""

    _browse: Callable[[str], None] | None
    """Opens a web address in the browser, or raises BrowserError; None: addresses are said."""

    def _reading(self) -> dict[str, Callable[[str], None]]:
        return {
            "space": self._read_on,
            "open": self._open,
            "links": self._links,
            "link": lambda rest: self._say_address(self._url(rest)),
            "open_link": lambda rest: self._open_address(self._url(rest)),
            "open_browser": lambda rest: self._open_address(self._own_url(rest)),
            "copy_link": lambda rest: self._say_address(self._own_url(rest)),
            "source": self._source,
            "full_text": self._full_text,
            "find": self._find,
        }

    def _read_on(self, rest: str) -> None:
        """The article at hand or the next unread one; where headlines are selected, those one after the other."""
        del rest
        session = self._session
        if session.selection:
            session.chosen.begin(session.selection.among(session.headlines.ids))
            session.selection.clear()
        if session.chosen:
            self._read_chosen()
            return
        row = session.row
        if (row is not None and not row.read) or self._sought(lambda: session.go_to_unread(1)):
            self._open("")

    def _read_chosen(self) -> None:
        chosen, index_of = self._session.chosen, self._session.headlines.index_of
        entry_id = chosen.step(1, lambda one: index_of(one) is not None)
        index = index_of(entry_id) if entry_id is not None else None
        if index is not None:
            self._session.cursor = index
            self._open("")
            return
        self._say(f"That was the last of {len(chosen):,} chosen; “mark all read” marks what else is listed read.")
        chosen.end()

    def _open(self, rest: str) -> None:
        if (row := self._row(rest)) is None:
            return
        told = self._article(row)
        if told is None:
            self._say("This article is gone from the store.")
            return
        self._say(told)
        end = f"End of article {self._session.cursor + 1:,} of {len(self._session.headlines):,}."
        if self._session.chosen:
            end = f"{end} {sentence(self._session.chosen.progress)}"
        self._session.library.states.note_opened([row.id])
        if self._manner.marks_read and not row.read and self._session.library.set_flag(row, "read", True) is not None:
            self._session.headlines.reread()
            end = f"{end} {self._undoable('It is marked read')}"
        self._say(end)

    def _article(self, row: EntrySummary, *, short: bool = False) -> str | None:
        """An article as it is read out, None where it is gone. `short`: no more of its text than one paragraph."""
        library, manner = self._session.library, self._manner
        article = self._stored(row)
        if article is None:
            return None
        entry = article.entry
        facts = [row.feed_title, f"by {entry.author}" if entry.author else "", ago(row.sort_at, library.now())]
        facts += [f"{counted(article.minutes, 'minute')} to read", states(row)]
        tags = f"Tags: {', '.join(entry.tags)}" if entry.tags else ""
        note = f"Note: {entry.note}" if entry.note else ""
        head = [row.title, ", ".join(filter(None, facts)), tags, note]
        text = spoken_text(article.document, manner.width, pictures=manner.pictures)
        first, _, more = text.partition("\n\n")
        if short and more:
            body = f"{first}\nThere is more: “text”."
        else:
            body = text or "There is no text. “full text” fetches that of its page."
            links = len(article.document.links)
            body += f"\n\n{counted(links, 'link')}; “links” lists {'it' if links == 1 else 'them'}." if links else ""
        return "\n".join(sentence(part) for part in head if part) + f"\n\n{body}\n"

    def _stored(self, row: EntrySummary | None) -> Article | None:
        """An article with the text that the user has chosen for it, else with the better one; None where it is gone."""
        return self._session.library.article(row.id, full=self._full.get(row.id)) if row is not None else None

    def _full_text(self, rest: str) -> None:
        """Fetch the text of the page; where it is here, the feed's own instead, and back."""
        row = self._row(rest)
        article = self._stored(row)
        if row is None or article is None:
            return
        stored = article.entry.full_text
        if stored is not None and stored.html is not None:
            self._full[row.id] = not article.full_text
            whose = "page" if self._full[row.id] else "feed"
            self._say(f"From now on the text of its {whose}; “open” reads it.")
        elif row.link is None:
            self._say("This article has no link, so there is no page to fetch its full text from.")
        else:
            self._full[row.id] = True
            self._errands.full_texts(row.id)

    def _find(self, rest: str) -> None:
        """The paragraphs of the article at hand with a text in them, letter case and the ends of lines aside."""
        row = self._row("")
        article = self._stored(row)
        if article is None:
            return
        if not rest:
            self._say("Say what to find in the article: “find tariffs”; “search tariffs” searches all that is stored.")
            return
        paragraphs = spoken_text(article.document, self._manner.width).split("\n\n")
        wanted = " ".join(rest.casefold().split())
        found = [(n, text) for n, text in enumerate(paragraphs, 1) if wanted in " ".join(text.casefold().split())]
        self._say(f"{counted(len(found), 'paragraph')} of {len(paragraphs):,} with “{rest}” in this article.")
        for number, text in found:
            self._say(f"Paragraph {number}: {text}")

    def _source(self, rest: str) -> None:
        if (row := self._row(rest)) is not None:
            entry = self._session.library.entry(row.id)
            self._say((entry.content_html if entry is not None else "") or "Its feed gave no text for it.")

    # Links

    def _links(self, rest: str) -> None:
        row = self._row(rest)
        article = self._stored(row)
        if article is not None:
            lines = link_lines(article.document)
            self._say(f"{counted(len(lines), 'link')}.")
            for line in lines:
                self._say(line)
            if lines:
                self._say("“link” and a number says its address, “open link” and a number opens it.")

    def _say_address(self, url: str | None) -> None:
        if url is not None:
            self._say(display_url(url))

    def _open_address(self, url: str | None) -> None:
        if url is None or self._browse is None:
            self._say_address(url)
            return
        self._browse(url)
        self._say(f"Opened in the browser: {sentence(host_of(url))}")

    def _url(self, rest: str) -> str | None:
        """A link of the article at hand by its number, "": the article's own; None after saying that there is none."""
        if not rest:
            return self._own_url("")
        row = self._row("")
        article = self._stored(row)
        links = article.document.links if article else ()
        if rest.isdecimal() and 1 <= int(rest[:9]) <= len(links):
            return links[int(rest) - 1]
        if row is not None:
            self._say(f"The article has no link “{rest}”; “links” lists those that it has.")
        return None

    def _own_url(self, rest: str) -> str | None:
        """The link of a headline by its number; None after saying that there is none."""
        row = self._row(rest)
        if row is not None and row.link is None:
            self._say("This article has no link.")
        return row.link if row is not None else None
