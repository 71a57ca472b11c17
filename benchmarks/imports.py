"""How long the light commands take, held against an import of pydantic: ``python benchmarks/imports.py [rounds]``.

are run in turn, round by round, so that a busy machine slows all of them; printed are medians of processor time and ratios.
pydantic 2 imports hardly anything of itself until a name is asked of it: what any program that reads records with it has to
import is the second base. Compiled modules are kept, as everywhere but where PYTHONDONTWRITEBYTECODE is set.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
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


def seconds(arguments: list[str], compiled: str) -> float:
    """The processor time that Python takes with these arguments; ``compiled`` is the folder for compiled modules."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = compiled
    before = os.times()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return after.children_user - before.children_user + after.children_system - before.children_system


def main(rounds: int) -> None:
    """Print a table."""
    with tempfile.TemporaryDirectory() as compiled:
        for arguments in COMMANDS.values():
            seconds(arguments, compiled)
        taken = [{name: seconds(arguments, compiled) for name, arguments in COMMANDS.items()} for _ in range(rounds)]
    print(f"| command | ms | {' | '.join(f'× `{base}`' for base in BASES)} |\n|---|--:|--:|--:|")
    for name in COMMANDS:
        ratios = [statistics.median(one[name] / one[base] for one in taken) for base in BASES]
        ms = statistics.median(one[name] for one in taken) * 1000
        print(f"| `{name}` | {ms:.0f} | {' | '.join(f'{ratio:.2f}' for ratio in ratios)} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
