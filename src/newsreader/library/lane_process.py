"""The process at the other end of a lane: digests batches of bodies until its standard input ends."""

import os
import pickle
import sys
from collections.abc import Sequence
from typing import BinaryIO

# Not called here, but to be there before the first body is.
import newsreader.parse.feeds
import newsreader.parse.xml_bytes
import newsreader.parse.xml_clean
import newsreader.parse.xml_strict
import newsreader.parse.xml_tree  # noqa: F401
from newsreader.library.collecting import collect_seldom
from newsreader.library.digest import DigestJob, digest
from newsreader.library.parse_lane import FeedReader
from newsreader.library.signals import stay_deaf
from newsreader.library.wall import MEMORY_BYTES, limit_memory


def main() -> None:
    stay_deaf()
    collect_seldom()
    limit_memory(MEMORY_BYTES)
    # Answers have the pipe to themselves: whatever a library prints goes to standard error.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with FeedReader() as reader:
        _serve(sys.stdin.buffer, answers, reader)


def _serve(requests: BinaryIO, answers: BinaryIO, reader: FeedReader) -> None:
    while True:
        try:
            jobs: Sequence[DigestJob] = pickle.load(requests)  # from the parent alone
        except (EOFError, pickle.UnpicklingError):  # the parent has gone, if need be while it was writing
            return
        came = [digest(job, reader) for job in jobs]
        try:
            pickle.dump(came, answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()
        except BrokenPipeError:
            return


if __name__ == "__main__":
    main()
