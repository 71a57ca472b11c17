"""A piece of work in a process of its own: it begins clean, leaves nothing behind, and takes nobody down with it.

On Linux and macOS a fork server imports once what the work needs, and each child is a fork of it; Windows spawns.
"""

from __future__ import annotations

import contextlib
import functools
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from typing import Any

_GRACE = 10.0  # seconds for a child that has told its result to end by itself

_starting_or_ending = threading.Lock()
"""``Process.start`` also polls every other child: two threads that poll one child turn its exit code into another."""
_alive: set[BaseProcess] = set()
_stops = 0
"""How many times all work has been stopped: who was just starting a child then must not wait for it."""


@dataclass(frozen=True)
class Limits:
    """What one piece of work may use: ``seconds`` of time, and ``memory`` in bytes of address space (not on Windows)."""

    seconds: float = 900.0
    memory: int = 4 * 1024**3


class Died(RuntimeError):
    """The process ended without telling a result; the text says how, in Swedish."""


def supervised(work: Callable[[Any], Any], order: Any, limits: Limits = Limits(), log: Path | None = None) -> Any:
    """What ``work(order)`` returns, run in a child process; ``Died`` if it does not come to its end within its limits.

    ``work`` is a function of a module, and ``order`` and its result can be pickled. What the child writes to its standard
    streams is added to ``log``. May be called from several threads.
    """
    context, stops = _context(), _stops
    receiving, sending = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(sending, work, order, limits, log), daemon=True)  # type: ignore[attr-defined]
    with _starting_or_ending, _without_main(work):
        child.start()
        _alive.add(child)
    sending.close()
    grace = 0.0
    try:
        if stops != _stops:
            raise Died("arbetet avbröts")
        result = _outcome(child, receiving, limits)
        grace = _GRACE
        return result
    finally:
        receiving.close()
        _end(child, grace)


@contextlib.contextmanager
def _without_main(work: Callable[[Any], Any]) -> Iterator[None]:
    """Hide who calls: a child would run a script of the caller's again from its first line. Work of the script's own needs it."""
    main = sys.modules["__main__"]
    if work.__module__ != "__main__":
        sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def start_early(*modules: str) -> None:
    """Begin the fork server's imports of these modules now, while the caller does something else.

    Once it runs, this does nothing.
    """
    context = _context()
    if sys.platform != "win32":
        from multiprocessing import forkserver

        context.set_forkserver_preload(list(modules))
        forkserver.ensure_running()


def stop_all() -> None:
    """Kill every child that is at work or about to begin, so that who waits for one need not wait longer."""
    global _stops  # noqa: PLW0603 - processes are the process's own
    _stops += 1
    for child in list(_alive):
        child.kill()


@contextlib.contextmanager
def threads(count: int) -> Iterator[Executor]:
    """So many threads to wait for children in; when the wait is broken off, all children are stopped."""
    executor = ThreadPoolExecutor(max_workers=count)
    try:
        yield executor
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        stop_all()
        raise
    finally:
        executor.shutdown()


def _outcome(child: BaseProcess, receiving: Connection, limits: Limits) -> Any:
    ready = wait([receiving, child.sentinel], limits.seconds)
    if not ready:
        raise Died(f"arbetet tog längre än {limits.seconds:g} sekunder och avbröts")
    try:
        outcome, result = receiving.recv()
    except EOFError:
        with _starting_or_ending:
            child.join(_GRACE)
        raise Died(_how_it_ended(child.exitcode)) from None
    if outcome == "raised":
        raise Died(result)
    return result


def _end(child: BaseProcess, grace: float) -> None:
    with _starting_or_ending:
        child.join(grace)
        if child.exitcode is None:
            child.kill()
        child.join(_GRACE)
        _alive.discard(child)
    # What the work has started and left running ends with it.
    if sys.platform != "win32" and child.pid is not None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)


def _how_it_ended(code: int | None) -> str:
    if code is not None and code < 0:
        name = signal.Signals(-code).name
        why = ", troligen för att minnet tog slut" if name == "SIGKILL" else ""
        return f"processen dödades av {name}{why}"
    return f"processen slutade i förtid med kod {code}"


@functools.cache
def _context() -> BaseContext:
    # A report is one thread's work: numpy's own threads would only wait for each other.
    for library in ("OPENBLAS", "OMP", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    return multiprocessing.get_context("forkserver")


def _child(sending: Connection, work: Callable[[Any], Any], order: Any, limits: Limits, log: Path | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted too, and ends this process
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform != "win32":
        os.setpgid(0, 0)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    _limit(limits)
    if log is not None:
        _write_to(log)
    try:
        outcome = ("done", work(order))
    except BaseException as error:  # sys.exit(0) too must not look like success
        traceback.print_exc()
        outcome = ("raised", f"{type(error).__name__}: {error}")
    sending.send(outcome)
    sys.stdout.flush()
    sys.stderr.flush()
    # Threads and exit functions that a notebook has left behind must not hold the process.
    os._exit(0)


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        if sys.platform != "win32":
            os.killpg(0, signal.SIGKILL)
        os._exit(1)


def _limit(limits: Limits) -> None:
    if sys.platform != "win32":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        memory = limits.memory if most == resource.RLIM_INFINITY else min(limits.memory, most)
        resource.setrlimit(resource.RLIMIT_AS, (memory, most))


def _write_to(log: Path) -> None:
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
