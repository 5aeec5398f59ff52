"""Answers that are kept back while this machine may be offline."""

from collections.abc import Callable, Sequence

from newsreader.core.feeds import FeedState
from newsreader.core.fetching import FetchFailed
from newsreader.core.offline import Doubt, Verdict, doubt, judge
from newsreader.library.incoming import Answer


class Doubts:
    """Keeps back what may be this machine's own fault, until one server has answered beyond doubt.

    Args:
        state: The state of a feed before, by its URL.
        now: The clock, in Unix seconds.
    """

    def __init__(self, state: Callable[[str], FeedState], now: Callable[[], int]) -> None:
        self._state = state
        self._now = now
        self._held: list[tuple[Answer, Doubt]] = []
        self._answered = False

    def sort(self, answers: Sequence[Answer]) -> list[Answer]:
        """Those that can be stored now: of `answers`, and of what was held back before."""
        sure: list[Answer] = []
        for answer in answers:
            error = answer.digest.error if answer.digest is not None else None
            url = answer.due.subscription.url
            found = doubt(answer.outcome, error, self._state(url), now=self._now(), web_page=_web_page(answer))
            if found is None:
                sure.append(answer)
                self._answered = self._answered or _has_answered(answer)
            else:
                self._held.append((answer, found))
        return sure + self.release() if self._answered else sure

    def verdict(self) -> Verdict:
        """What all that has come tells."""
        return judge([found for _, found in self._held], answered=self._answered)

    def release(self) -> list[Answer]:
        """What is held back, which is so no longer."""
        held, self._held = self._held, []
        return [answer for answer, _ in held]


def reason_of(answer: Answer) -> str:
    """Why an answer that was kept back to the end is not stored, as a sentence."""
    if isinstance(answer.outcome, FetchFailed):
        return answer.outcome.reason
    error = answer.digest.error if answer.digest is not None else None
    return error or "What answered may be a login page of this network; it was not stored."


def _has_answered(answer: Answer) -> bool:
    """Whether an answer that is beyond doubt came over the network. One for which nobody was asked proves nothing."""
    unasked = isinstance(answer.outcome, FetchFailed) and answer.outcome.unasked
    return answer.due.subscription.url.startswith(("http:", "https:")) and not unasked


def _web_page(answer: Answer) -> str | None:
    """What stands for the body of a web page with a list of news; None where it is none, or the one known."""
    if answer.due.subscription.page is None or answer.digest is None or answer.digest.feed is None:
        return None
    return answer.digest.body_hash.hex()
