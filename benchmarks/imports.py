"""How long the light commands take, held against an import of pydantic: ``python benchmarks/imports.py [rounds]``.

The commands are run in turn, round by round, so that a busy machine slows all of them; printed are medians of the ratios.
pydantic 2 imports hardly anything of itself until a name is asked of it: what any program that reads records with it has to
import is the second base.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUN = "import sys; from naravard.cli import main; sys.exit(main(sys.argv[1:]))"
COMMANDS = {
    "python": ["-c", "pass"],
    "import pydantic": ["-c", "import pydantic"],
    "from pydantic import BaseModel, Field": ["-c", "from pydantic import BaseModel, Field"],
    "naravard --help": ["-c", RUN, "--help"],
    "naravard check (data/exempel)": ["-c", RUN, "check", "--data", "data/exempel"],
}
BASES = ("import pydantic", "from pydantic import BaseModel, Field")


def seconds(arguments: list[str]) -> float:
    """How long Python takes with these arguments."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def main(rounds: int) -> None:
    """Print a table."""
    for arguments in COMMANDS.values():
        seconds(arguments)  # so that everything is compiled and in the file cache
    taken = [{name: seconds(arguments) for name, arguments in COMMANDS.items()} for _ in range(rounds)]
    print(f"| command | ms | {' | '.join(f'× `{base}`' for base in BASES)} |\n|---|--:|--:|--:|")
    for name in COMMANDS:
        ratios = [statistics.median(one[name] / one[base] for one in taken) for base in BASES]
        ms = statistics.median(one[name] for one in taken) * 1000
        print(f"| `{name}` | {ms:.0f} | {' | '.join(f'{ratio:.2f}' for ratio in ratios)} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
