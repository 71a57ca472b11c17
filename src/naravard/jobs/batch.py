"""Many papers of one notebook: each made where there is room, published as it comes, and made once.

The work is given to anything with the interface of ``concurrent.futures``: threads here, or a cluster. What is given away is
``deliver`` and an order; what comes back is the finished files, so that a worker needs the package and the data folder only.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from naravard.editions.making import Failure, Order, Result, made_apart
from naravard.run.worker import Limits, start_early

DAEMON = "arbetaren får inte starta processer: starta den med DASK_DISTRIBUTED__WORKER__DAEMON=False i miljön"
"""Dask starts its workers so that they may have no children, unless it is told not to."""
_AHEAD = 4
"""So many orders for each worker are given away at a time: enough to keep it busy, few enough to hold in memory."""


@dataclass(frozen=True)
class Delivery:
    """A paper that was made, with its files."""

    result: Result
    files: Mapping[str, bytes]


@contextmanager
def cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """A Dask cluster, and how many papers it makes at a time; ImportError without Dask, OSError or ValueError if none answers."""
    from distributed import Client

    client: Any = Client(address, timeout="10s")  # type: ignore[no-untyped-call]
    with client:
        yield client.get_executor(), max(1, sum(client.nthreads().values()))


def deliver(order: Order, limits: Limits, preload: tuple[str, ...]) -> Delivery | Failure:
    """Make one paper in a process of its own and return its files; called where the work is done.

    ``preload`` are modules that save each of many such papers work, imported once.
    """
    if multiprocessing.current_process().daemon:
        return Failure("notebook", (DAEMON,))
    # Each child imports anew what this process was started with: a cluster's worker, Dask.
    start_early(*preload, *({"distributed"} & sys.modules.keys()))
    with tempfile.TemporaryDirectory(prefix="naravard-") as folder:
        outcome = made_apart(replace(order, folder=Path(folder)), Path(folder) / "logg.txt", limits)
        if isinstance(outcome, Failure):
            return outcome
        return Delivery(outcome, {name: (Path(folder) / name).read_bytes() for name in outcome.files})


def delivered(
    executor: Executor, orders: Iterable[Order], workers: int, limits: Limits, preload: tuple[str, ...]
) -> Iterator[tuple[Order, Delivery | Failure]]:
    """Each order with what came of it, in the order they are done; at most a few for each worker are held at a time."""
    waiting = iter(orders)
    under_way: dict[Future[Delivery | Failure], Order] = {}
    try:
        while True:
            for order in waiting:
                under_way[executor.submit(deliver, order, limits, preload)] = order
                if len(under_way) >= _AHEAD * workers:
                    break
            if not under_way:
                return
            done, _ = wait(under_way, return_when=FIRST_COMPLETED)
            for future in done:
                yield under_way.pop(future), _result(future)
    finally:
        for future in under_way:
            future.cancel()


def _result(future: Future[Delivery | Failure]) -> Delivery | Failure:
    """What came of an order; a worker that was lost with it is a failure of that order alone."""
    try:
        return future.result()
    except Exception as error:
        return Failure("notebook", (f"arbetaren gick förlorad: {type(error).__name__}",))
