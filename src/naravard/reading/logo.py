"""The municipality's logo, read as a data address that can stand in a page."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

from naravard.model import Finding, Plan
from naravard.reading.files import content
from naravard.reading.log import Log
from naravard.reading.plan import FILE
from naravard.svg import svg_faults

MAX_LOGO = 500 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"


def read_logo(root: Path, plan: Plan) -> tuple[str, list[Finding]]:
    """The logo that the plan names, and what is wrong with it; empty if there is none."""
    look = plan.appearance
    if not look.logo:
        return "", []
    log = Log(FILE)
    row = _row(root)
    path = root / look.logo
    if not path.resolve().is_relative_to(root.resolve()) or not path.is_file():
        log.add(
            "bad-value", row=row, column="logotyp", value=look.logo, wanted="namnet på en bildfil i projektets mapp."
        )
        return "", log.take()
    data = content(path, root, log) or b""
    for fault in _faults(data):
        log.add(
            "bad-value", column="logotyp", value=look.logo, wanted=f"en SVG- eller PNG-fil om högst 500 kB. {fault}"
        )
    if len((look.logo_text or "").strip()) < 3:
        log.add("missing-key", row=row, column="logotypens_text", section=" under [utseende]",
                wanted="vad logotypen visar, till exempel 'Exempelby kommuns vapen'.")  # fmt: skip
    kind = "png" if data.startswith(_PNG) else "svg+xml"
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}", log.take()


def _row(root: Path) -> int | None:
    """The line of plan.toml that names the logo."""
    lines = (root / FILE).read_text(encoding="utf-8", errors="replace").splitlines()
    return next((number for number, line in enumerate(lines, 1) if line.strip().startswith("logotyp")), None)


def _faults(data: bytes) -> Iterator[str]:
    if len(data) > MAX_LOGO:
        yield f"Den här är {len(data) // 1024} kB."
    elif not data.startswith(_PNG):
        try:
            yield from (f"Den här går inte att använda: {fault}." for fault in svg_faults(data.decode("utf-8-sig")))
        except UnicodeDecodeError:
            yield "Den här är inget av dem."
