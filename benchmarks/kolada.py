"""How much processor time ``naravard.kolada`` takes, without imports: ``python benchmarks/kolada.py [rounds]``."""

from __future__ import annotations

import statistics
import sys
import time

import pandas as pd

import naravard

ASKED = {
    "all key figures, all 312 areas": {},
    "five key figures, all areas": {"kpis": ["N01951", "N01813", "U21401", "U23401", "N20891"]},
    "one key figure, three areas": {"kpis": "N01951", "areas": ["Lekeberg", "Region Örebro län", "Riket"]},
}


def seconds(asked: dict[str, object]) -> tuple[float, pd.DataFrame]:
    """The processor time of one call, and what it gave."""
    began = time.process_time()
    frame = naravard.kolada(**asked)
    return time.process_time() - began, frame


def main(rounds: int) -> None:
    """Print a table."""
    naravard.kolada("N01951", "Riket")  # imports
    print("| asked for | rows | ms |\n|---|--:|--:|")
    for name, asked in ASKED.items():
        taken = [seconds(asked) for _ in range(rounds)]
        print(f"| {name} | {len(taken[0][1])} | {statistics.median(cpu for cpu, _ in taken) * 1000:.0f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
