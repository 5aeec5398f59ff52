import subprocess
import sys

import pytest

from newsreader.library.courtesy import NICE


def said_by(program: str) -> str:
    """What a process of its own prints: its place among the others cannot be taken back."""
    return subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.strip()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no niceness")
def test_what_gives_way_is_nicer_than_the_reader_with_all_that_it_starts() -> None:
    before = int(said_by("import os; print(os.nice(0))"))
    after = said_by(
        "import subprocess, sys; from newsreader.library.courtesy import give_way; give_way(); "
        "subprocess.run([sys.executable, '-c', 'import os; print(os.nice(0))'])"
    )
    assert int(after) == min(before + NICE, 19)


@pytest.mark.skipif(sys.platform != "linux", reason="SCHED_IDLE is Linux's")
def test_what_runs_when_idle_leaves_every_core_to_the_others() -> None:
    program = "import os; from newsreader.library.courtesy import let_run_when_idle; let_run_when_idle(os.getpid()); "
    assert said_by(program + "print(os.sched_getscheduler(0) == os.SCHED_IDLE)") == "True"


@pytest.mark.skipif(sys.platform != "linux", reason="SCHED_BATCH is Linux's")
def test_what_gives_way_does_not_interrupt_others_when_it_wakes() -> None:
    program = "import os; from newsreader.library.courtesy import give_way; give_way(); "
    assert said_by(program + "print(os.sched_getscheduler(0) == os.SCHED_BATCH)") == "True"


@pytest.mark.skipif(sys.platform != "linux", reason="SCHED_IDLE is Linux's")
def test_what_runs_on_idle_cores_already_goes_on_though_it_may_not_leave_them() -> None:
    program = (
        "import os; from newsreader.library.courtesy import give_way; "
        "os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0)); os.getuid() or os.setuid(65534); give_way(); "
    )
    assert said_by(program + "print(os.sched_getscheduler(0) == os.SCHED_IDLE)") == "True"
