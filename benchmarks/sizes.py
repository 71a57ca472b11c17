"""How much room an edition takes: ``python benchmarks/sizes.py FOLDER…`` adds up the files of each edition by format.

``FOLDER`` is an edition, such as ``reports/exempel/HT2023`` or ``reports/profiler/2022/1814``. Beside the sum of the bytes stand
the blocks of 4 096 bytes that the files take on most disks, and what is left when the edition is packed as ``.tar.gz`` and
``.tar.xz``. The page docs/tio-ar.md reckons with these numbers.
"""

from __future__ import annotations

import io
import sys
import tarfile
from collections import Counter
from pathlib import Path

BLOCK = 4096
OPEN_DATA = ("csv", "rdf", "json")


def packed(folder: Path, how: str) -> int:
    """The bytes of the edition as one packed file."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=f"w:{how}") as archive:
        archive.add(folder, arcname="edition")
    return len(target.getvalue())


def main(folders: list[Path]) -> None:
    for folder in folders:
        root = folder.resolve()
        files = [path for path in sorted(root.rglob("*")) if path.is_file()]
        count, size = Counter[str](), Counter[str]()
        for path in files:
            ending = path.suffix[1:]
            kind = "manifest" if path.name == "manifest.json" else "open data" if ending in OPEN_DATA else ending
            count[kind] += 1
            size[kind] += path.stat().st_size
        print(f"\n{folder}\n{'format':<10} {'files':>6} {'bytes':>12}")
        for kind, total in size.most_common():
            print(f"{kind:<10} {count[kind]:>6} {total:>12}")
        blocks = sum(-(-path.stat().st_size // BLOCK) * BLOCK for path in files)
        print(f"{'all':<10} {len(files):>6} {size.total():>12}")
        print(f"in blocks of {BLOCK}: {blocks}; .tar.gz: {packed(root, 'gz')}; .tar.xz: {packed(root, 'xz')}")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
