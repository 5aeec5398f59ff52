"""Work on hostile input in a child process with a clock and a memory limit: what goes wrong there costs only itself."""

import contextlib
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

from newsreader.core.errors import NewsreaderError
from newsreader.library.signals import deaf, stay_deaf

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

MEMORY_BYTES: Final = 1 << 30

WAITING: Final = 3
"""So many times a call's time is waited for its answer: where others have the cores, its own time passes slowly."""

P = ParamSpec("P")
T = TypeVar("T")


class WallError(NewsreaderError):
    """The work behind the wall failed; the message says why, as a sentence about the document."""


class CutOffError(NewsreaderError):
    """The work behind the wall was broken off; nothing is known of the document."""


class Wall:
    """Calls functions in a child process, one at a time; the child starts with the first call.

    The functions must be importable, their arguments and answers picklable.

    Args:
        seconds: The time of one call: of a core, where the system can tell that, else of the clock.
        prepare: What the child does before its first call, such as an import. None: nothing.
        memory_bytes: The child's memory.
    """

    def __init__(
        self, *, seconds: float, prepare: Callable[[], None] | None = None, memory_bytes: int = MEMORY_BYTES
    ) -> None:
        self._seconds = seconds
        self._prepare = prepare
        self._memory_bytes = memory_bytes
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._lock = threading.Lock()
        self._is_cut_off = False

    @property
    def process(self) -> "BaseProcess | None":
        """The child, None before the first call and after its end."""
        return self._process

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `function` returns for these arguments.

        Raises:
            WallError: It raised a NewsreaderError (whose message this one has), took too long or too much memory, or
                crashed; or no child can be started.
            CutOffError: As `cut_off` says.
        """
        with self._lock:
            pipe = self._connected()
            try:
                pipe.send((function, args, kwargs))
                answered = pipe.poll(self._seconds * (1 if sys.platform == "win32" else WAITING))
                answer = pipe.recv() if answered else None
            except (EOFError, OSError):
                ended_by = self._end()
                self._check()
                if ended_by != _OUT_OF_TIME:
                    raise WallError("The document made its reader crash; it is left out until it changes.") from None
                answer = None
            if answer is None:
                self._end()
                raise WallError(f"The document could not be read within {self._seconds:g} seconds; it is left out.")
        done, value = answer
        if not done:
            raise WallError(str(value))
        result: T = value
        return result

    def start(self) -> None:
        """Let the child start and prepare itself, for who has something else to do before the first call.

        Raises WallError where none can be started.
        """
        with self._lock:
            self._connected()

    def _connected(self) -> "Connection":
        self._check()
        if self._pipe is not None and self._process is not None and self._process.is_alive():
            return self._pipe
        self._end()
        try:
            self._start_child()
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise WallError(f"No process can be started that reads the document: {reason}.") from error
        self._check()  # it may have been cut off while there was no child to kill
        assert self._pipe is not None
        return self._pipe

    def _start_child(self) -> None:
        import multiprocessing  # most documents are read without a child

        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        arguments = theirs, self._prepare, self._memory_bytes, self._seconds
        process = context.Process(target=_serve, args=arguments, daemon=True)
        _start_tracker()
        with deaf():
            process.start()
        self._process = process
        theirs.close()
        self._pipe = ours

    def _check(self) -> None:
        if self._is_cut_off:
            raise CutOffError("The document was not read to its end.")

    def end(self) -> None:
        """End the child when the call under way has come to its end; the next call starts another."""
        with self._lock:
            self._end()

    def cut_off(self, *, for_good: bool = False) -> None:
        """End the child at once: the call under way on another thread fails; `for_good`: every later one, too."""
        self._is_cut_off = True
        if (process := self._process) is not None:
            with contextlib.suppress(ValueError, AttributeError):  # it is just being ended
                process.kill()
        with self._lock:
            self._end()
            self._is_cut_off = for_good

    def _end(self) -> int | None:
        """The exit status of the child: 0 or less than 0, the signal that ended it; None where there was none."""
        status = None
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
            status = self._process.exitcode
            self._process.close()
        self._pipe = self._process = None
        return status


_OUT_OF_TIME: Final = None if sys.platform == "win32" else -signal.SIGPROF
"""The exit status of a child that has used up its time; None: the system cannot tell."""


def _start_tracker() -> None:
    """multiprocessing would start it with the first child, and let signals through in doing so."""
    if sys.platform != "win32":
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()


def _serve(pipe: "Connection", prepare: Callable[[], None] | None, memory_bytes: int, seconds: float) -> None:
    """The child: one call in, (True, its answer) or (False, a sentence) out, until the pipe closes."""
    stay_deaf()
    limit_memory(memory_bytes)
    with contextlib.suppress(EOFError, OSError):
        if prepare is not None:
            prepare()
        while True:
            function, args, kwargs = pipe.recv()
            try:
                with _limited_time(seconds):
                    answer: tuple[bool, Any] = True, function(*args, **kwargs)
            except NewsreaderError as error:
                answer = False, str(error)
            except MemoryError:
                answer = False, "The document needs too much memory to be read; it is left out."
            except RecursionError:
                answer = False, "The document is nested too deeply to be read; it is left out."
            pipe.send(answer)


def limit_memory(memory_bytes: int) -> None:
    """Let this process have no more memory than `memory_bytes`, where the system can say so."""
    try:
        import resource
    except ImportError:  # Windows has no such limit; the clock still holds
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


@contextlib.contextmanager
def _limited_time(seconds: float) -> Iterator[None]:
    """End this process where the block takes more time of a core, whatever it is in the midst of."""
    if sys.platform == "win32":  # the parent looks at the clock
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
