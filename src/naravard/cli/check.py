"""``naravard check``: what is wrong with the data, all of it at once."""

from __future__ import annotations

import argparse

from naravard.cli.arguments import EXPORT, INPUT, Refusal, folder_of, say


def check(given: argparse.Namespace) -> int:
    """``naravard check``: what is wrong with the data, all of it at once."""
    from naravard.mending import findings_as_json, findings_as_text
    from naravard.reading.project import read_project

    if given.format == "xlsx" and not given.output:
        raise Refusal("en rättningslista skrivs till en fil. Ange den med -o, till exempel -o rattning.xlsx.")
    _, findings = read_project(folder_of(given.data))
    text = findings_as_json(findings) if given.format == "json" else findings_as_text(findings)
    try:
        if given.format == "xlsx":
            from naravard.template.mending_list import write_mending_list

            write_mending_list(findings, given.output)
            say(f"Rättningslistan finns i {given.output}.")
        elif given.output:
            given.output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refusal(f"{given.output} kunde inte skrivas: {error.strerror}.", EXPORT) from error
    if not given.output:
        print(text, end="")
    return INPUT if any(found.severity.stops_a_report for found in findings) else 0
