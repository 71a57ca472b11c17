"""Findings as people get them: in the terminal, and as JSON for programs. ``template.mending_list`` has them as a workbook."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import groupby

from naravard.labels import listing
from naravard.model import Finding, Severity

MOST_LISTED = 200
"""How many findings the terminal shows; the workbook and JSON hold all."""

NAMES = {
    Severity.REFUSE: ("Stopp", "stopp", "Filen läses inte alls."),
    Severity.ERROR: ("Fel", "fel", "Måste rättas innan rapporten kan göras."),
    Severity.WARN: ("Varning", "varningar", "Läst, men någon behöver se efter att det är rätt."),
    Severity.NOTE: ("Upplysning", "upplysningar", "Läst. Inget behöver göras."),
}
"""What a severity is called, one and several, and what it means for the person who reads; worst first."""


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """File by file as the files stand in the folder, row by row."""
    return sorted(findings, key=lambda found: (*found.place, -found.severity.rank, found.code, found.message))


def findings_as_json(findings: Iterable[Finding]) -> str:
    """A JSON list with one object a finding; ``row`` is the row that Excel shows, or null."""
    return json.dumps([asdict(found) for found in in_order(findings)], ensure_ascii=False, indent=1) + "\n"


def findings_as_text(findings: Sequence[Finding]) -> str:
    """The findings in Swedish for the terminal, file by file; past ``MOST_LISTED`` the mildest are counted and not shown."""
    if not findings:
        return "Inget att anmärka. Underlaget går att använda.\n"
    worst_first = sorted(in_order(findings), key=lambda found: -found.severity.rank)
    lines: list[str] = []
    for file, group in groupby(in_order(worst_first[:MOST_LISTED]), key=lambda found: found.file):
        lines.append(file or "Mappen")
        lines += [*_lines(list(group)), ""]
    more = len(findings) - MOST_LISTED
    if more > 0:
        lines += [f"… och {more} till. Alla står i rättningslistan: naravard check --format xlsx -o rattning.xlsx", ""]
    return "\n".join([*lines, summary(findings), ""])


def _lines(findings: list[Finding]) -> Iterator[str]:
    """The findings of one file. What is the same on many sheets, such as that nothing is filled in yet, is said once."""
    sheets: dict[tuple[str, str], list[str]] = {}
    for found in findings:
        if found.row is None:
            sheets.setdefault((found.code, found.message), []).append(found.sheet)
    for found in findings:
        alike = sheets.pop((found.code, found.message), []) if found.row is None else [found.sheet]
        if alike:
            place = _place(found) if len(alike) == 1 else f", bladen {listing(alike)}"
            yield f"  {NAMES[found.severity][0]}{place}: {found.message} [{found.code}]"


def _place(found: Finding) -> str:
    """``, bladet Medel, cell D7``."""
    sheet = f", bladet {found.sheet}" if found.sheet else ""
    if not found.row:
        return sheet
    return f"{sheet}, {f'cell {found.column_letter}' if found.column_letter else 'rad '}{found.row}"


def summary(findings: Sequence[Finding]) -> str:
    """``2 fel och 1 varning. Rapporten kan inte göras förrän felen är rättade.``"""
    count = Counter(found.severity for found in findings)
    counts = [_counted(count[severity], *NAMES[severity][:2]) for severity in NAMES if count[severity]]
    stops = any(severity.stops_a_report for severity in count)
    verdict = "Rapporten kan inte göras förrän felen är rättade." if stops else "Underlaget går att använda."
    return f"{listing(counts)}. {verdict}"


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one.lower() if count == 1 else many}"
