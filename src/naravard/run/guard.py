"""What a notebook may touch while it makes a paper: it reads what it likes, writes only in its own folders, and has no network.

It keeps accidents out, not malice: who writes a notebook can run any code. The guard stays for the life of the process.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGING = {"os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "shutil.rmtree"}
_REACHING = {"socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"}
_LOCAL = ("127.", "localhost", "::1")


class Guard:
    """Watches the process it is made in. ``opened`` are the files below ``root`` that were read, other than installed ones."""

    def __init__(self, root: Path, writable: Sequence[Path]) -> None:
        self.opened: set[Path] = set()
        self._root = f"{root.resolve()}{os.sep}"
        self._writable = (*(f"{folder.resolve()}{os.sep}" for folder in writable), "/dev/", "/proc/self/")
        package = Path(__file__).resolve().parents[1]
        installed = {sys.prefix, sys.base_prefix, sysconfig.get_path("stdlib"), str(package)}
        self._installed = tuple(f"{Path(folder).resolve()}{os.sep}" for folder in installed)
        sys.addaudithook(self._watch)

    def _watch(self, event: str, given: tuple[Any, ...]) -> None:
        if event == "open":
            self._watch_open(given)
        elif event in _CHANGING:
            for path in given[:2]:
                if isinstance(path, str | bytes | os.PathLike):
                    self._refuse_outside(path)
        elif event in _REACHING:
            self._refuse_elsewhere(given)

    def _watch_open(self, given: tuple[Any, ...]) -> None:
        path, mode, flags = given
        if not isinstance(path, str | bytes | os.PathLike):
            return
        writes = any(sign in mode for sign in "wax+") if isinstance(mode, str) else bool((flags or 0) & _WRITING)
        if writes:
            self._refuse_outside(path)
        else:
            place = _absolute(path)
            if not place.startswith(self._root):  # perhaps by a link that lies below it
                place = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - a Path would open more than it may
            if place.startswith(self._root) and not place.startswith(self._installed):
                self.opened.add(Path(place))

    def _refuse_outside(self, path: Any) -> None:
        place = _absolute(path)
        # Compiled modules are written beside their source, and their writer takes a refusal calmly.
        if not place.startswith(self._writable):
            name = Path(place).name
            raise PermissionError(f"anteckningsboken försökte ändra {name}, som ligger utanför körningens egen mapp")

    def _refuse_elsewhere(self, given: tuple[Any, ...]) -> None:
        address = next((part for part in given if isinstance(part, str | tuple)), "")
        host = str(address[0] if isinstance(address, tuple) and address else address)
        if not host.startswith(_LOCAL) and not host.startswith(os.sep):
            raise PermissionError(f"anteckningsboken försökte nå {host} på nätet, vilket en rapport inte får")


def _absolute(path: Any) -> str:
    """The path as seen from the root of the file system, with the links of its folder followed."""
    folder, name = os.path.split(os.path.abspath(os.fsdecode(path)))  # noqa: PTH100 - a Path would open more than it may
    return f"{os.path.realpath(folder)}{os.sep}{name}"
