"""`badges` in a process of its own that need not import the program: it is forked from one that has.

Most tests of a command start it many times, and most of that time would go into imports. What a start itself does is
tested by real ones: those of the workflows, of the district's story, and of whoever gives Python settings of its own.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NoReturn

ROOT: Final = Path(__file__).parents[1]
LENGTH: Final = struct.Struct("!I")
CODE: Final = struct.Struct("!i")
# What Python heeds when it starts, and so what a forked process could not.
HEEDED: Final = ("PYTHON", "LC_", "LANG", "TZ", "MALLOC", "LD_")
# What verbs import late, when they are at work.
LATE: Final = (
    "generator.adapters.auditing",
    "generator.adapters.making",
    "generator.adapters.changes_of_site",
    "markdown",
    "markdown_it",
    "segno",
)


def badges(
    *arguments: object, env: Mapping[str, str] | None = None, cwd: Path | None = None, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run `badges` with these arguments, in this environment and folder; what it said and how it ended."""
    command, given = [*map(str, arguments)], {**(os.environ if env is None else env)}
    if _heeded(given) != _heeded(os.environ):
        return subprocess.run(
            [sys.executable, "-m", "generator", *command],
            cwd=cwd, env=given, input=stdin, capture_output=True, text=True, check=False,
        )  # fmt: skip
    with (
        tempfile.TemporaryFile("w+") as typed,
        tempfile.TemporaryFile("r+") as out,
        tempfile.TemporaryFile("r+") as err,
    ):
        typed.write(stdin)
        typed.seek(0)
        asked = {"arguments": command, "environment": given, "folder": str(cwd or Path.cwd())}
        code = _starter().run(asked, [stream.fileno() for stream in (typed, out, err)])
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(["badges", *command], code, out.read(), err.read())


def _heeded(environment: Mapping[str, str]) -> dict[str, str]:
    """The settings of Python itself; that the program is found here is none."""
    found = {name: value for name, value in environment.items() if name.startswith(HEEDED)}
    if found.get("PYTHONPATH") in ("", str(ROOT)):
        del found["PYTHONPATH"]
    return found


class _Starter:
    """The process that has imported the program, and forks for each start."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._line, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.starting", str(theirs.fileno())],
                cwd=ROOT, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL,
            )  # fmt: skip
        atexit.register(self.close)

    def run(self, asked: Mapping[str, Any], streams: list[int]) -> int:
        """The code with which `badges` ended, as `subprocess` has it."""
        data = json.dumps(asked).encode()
        with self._lock:
            socket.send_fds(self._line, [LENGTH.pack(len(data))], streams)
            self._line.sendall(data)
            (code,) = CODE.unpack(self._line.recv(CODE.size, socket.MSG_WAITALL))
        return int(code)

    def close(self) -> None:
        """End the process."""
        self._line.close()
        self._process.wait()


@cache
def _starter() -> _Starter:
    return _Starter()


def serve(line: socket.socket) -> None:
    """Start `badges` whenever it is asked for, and tell how each ended."""
    from generator.cli.verbs import VERBS

    for load, _ in VERBS.values():
        load()
    for name in LATE:
        importlib.import_module(name)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever ends the tests by it ends the line, too
    gc.collect()
    gc.freeze()
    while True:
        head, streams, *_ = socket.recv_fds(line, LENGTH.size, 3)
        if not head:
            return
        (length,) = LENGTH.unpack(head)
        asked = json.loads(line.recv(length, socket.MSG_WAITALL))
        if not (process := os.fork()):
            line.close()
            _become(asked, streams)
            _end(_badges())
        for stream in streams:
            os.close(stream)
        line.sendall(CODE.pack(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])))


def _become(asked: Mapping[str, Any], streams: list[int]) -> None:
    """Have this process look as if it had been started so."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()
    os.chdir(asked["folder"])
    sys.argv = ["badges", *asked["arguments"]]


def _badges() -> int:
    """The code with which the command ends."""
    try:
        runpy.run_module("generator", run_name="__main__")
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def _end(code: int) -> NoReturn:
    """End as Python does, without taking apart what every such process shares."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
