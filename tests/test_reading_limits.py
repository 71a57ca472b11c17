"""No file, however it was made, takes long or much memory; each runs in a process of its own that is watched."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from sample_folder import HEADER, ROWS, write

HEAD = HEADER + "\r\n"
SECONDS = 15
"""Three times what is promised: the machines of the tests are slow and have much else to do."""

HEAVY = {
    "as many rows as are read": lambda: (
        HEAD + "".join(f"A{n};Träff {n};{ROWS[1].split(';', 2)[2]}\r\n" for n in range(99_999))
    ),
    "too many rows": lambda: HEAD + "A1;x\r\n" * 100_002,
    "every cell wrong": lambda: HEAD + "".join(f"a{n};T\u200b<b>;PM9;Pågå;1/3;x;;1.2;1 %\r\n" for n in range(90_000)),
    "line ends": lambda: HEAD + "\n" * 19_000_000,
    "semicolons": lambda: HEAD + ";" * 19_000_000,
    "many columns": lambda: HEAD + ("1;" * 100 + "\n") * 90_000,
    "a quote that never closes": lambda: HEAD + '"' + "x;y\n" * 4_000_000,
    "one long line": lambda: "x" * 19_000_000,
    "a cell of many lines": lambda: HEAD + 'A01;"' + "a\n" * 9_000_000 + '"\n',
    "half a tag again and again": lambda: HEAD + ("A01;" + "<a" * 900 + "\n") * 9_000,
    "digits": lambda: HEAD + ("A01;" + "850101 " * 250 + "\n") * 9_000,
    "decomposed letters": lambda: HEAD + ("A01;" + "a\u030a" * 900 + "\n") * 5_000,
    "anything": lambda: random.Random(1).randbytes(19_000_000),
    "windows-1252 lines": lambda: ("å;\n" * 6_000_000).encode("cp1252"),
    "more than 20 MB": lambda: "x" * 21_000_000,
}

WATCHED = """
import json, re, resource, sys, time
from pathlib import Path
from naravard.reading.project import read_project
def peak():
    # A process that is started inherits its parent's greatest size in ru_maxrss, but not in /proc.
    status = Path("/proc/self/status")
    if status.is_file():
        return int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
start = time.process_time()
project, findings = read_project(Path(sys.argv[1]))
print(json.dumps([time.process_time() - start, peak(), len(findings),
                  max((len(finding.message) for finding in findings), default=0)]))
"""


@pytest.mark.parametrize("name", HEAVY)
def test_no_file_takes_long_or_much_memory(name: str, tmp_path: Path) -> None:
    write(tmp_path, HT2023__aktiviteter=HEAVY[name]())
    command = [sys.executable, "-c", WATCHED, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    seconds, megabytes, count, longest = json.loads(done.stdout)
    assert seconds < SECONDS
    assert megabytes < 1000
    assert count < 2_000
    assert longest < 2_000
