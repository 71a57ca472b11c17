"""plan.toml: the frame of the project, with every finding on the line where it stands."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from naravard.contrast import AA, contrast
from naravard.grids.encoding import decode
from naravard.grids.files import content
from naravard.grids.log import Log
from naravard.grids.text import Say, clean
from naravard.model import Calendar, Finding, Plan
from naravard.model.columns import Column, columns
from naravard.model.naming import PLACEHOLDERS, fold_key
from naravard.model.plan import SECTIONS
from naravard.reading.cells import reader
from naravard.reading.numbers import Wrong
from naravard.reading.suggest import meant
from naravard.rules import quoted

FILE = "plan.toml"
MAX_PLAN = 200 * 1024

_WANTED = {
    "number": "ett tal.",
    "yes/no": "true eller false, utan citattecken.",
    "term": "en termin, till exempel HT2023.",
}
_PATTERNS = {
    "area": r"\d{4}",
    "spring": r"\d\d-\d\d",
    "autumn": r"\d\d-\d\d",
    "colour": r"#[0-9a-fA-F]{6}",
    "accent": r"#[0-9a-fA-F]{6}",
    "address": r"https?://[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+(:\d+)?(/[\w.~%-]+)*/?",
    "contact": r"[\w.+-]+@[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+",
}
_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_MISSING = object()


def read_plan(root: Path) -> tuple[Plan | None, list[Finding]]:
    """The plan in the folder ``root``, and what is wrong with it; None if it cannot be used."""
    log = Log(FILE)
    if not (root / FILE).exists() and not (root / FILE).is_symlink():
        log.add("no-plan")
        return None, log.take()
    text = _text(root, log)
    if text is None:
        return None, log.take()
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        _tell_of_bad_toml(error, text, log)
        return None, log.take()
    plan = _Reader(text, log).plan(document)
    return plan, log.take()


def _text(root: Path, log: Log) -> str | None:
    data = content(root / FILE, root, log)
    if data is not None and len(data) > MAX_PLAN:
        log.add("too-large", value=f"{len(data) // 1024} kB", limit="200 kB för plan.toml")
        return None
    if data is not None and not data.strip():
        log.add("empty-file")
        return None
    text = None if data is None else decode(data, log)
    # An old line end alone is no line end to TOML.
    return None if text is None else text.replace("\r\n", "\n").replace("\r", "\n")


def _tell_of_bad_toml(error: Exception, text: str, log: Log) -> None:
    found = _AT.search(str(error))
    row = int(found[1]) if found and found[1] else text.count("\n") + 1
    line = text.split("\n")[row - 1].strip() if found and found[1] else ""
    reasons = {
        "Cannot overwrite a value": "nyckeln står två gånger",
        "Cannot declare": "avsnittet står två gånger",
        "Invalid value": "värdet är inte skrivet så att det går att läsa; text ska stå inom citattecken",
        "Expected '=' after a key": "efter nyckeln ska stå ett likhetstecken; nycklar skrivs utan å, ä, ö och blanksteg",
        "Invalid statement": "raden börjar med något annat än en nyckel; nycklar skrivs utan å, ä och ö",
        "Illegal character": "ett citattecken saknas, eller ett osynligt tecken står i texten",
        "Unterminated string": "ett citattecken saknas",
        "Unescaped '\\'": "ett omvänt snedstreck ska skrivas dubbelt",
        "Expected newline": "efter värdet står något mer på raden",
        "Expected ']'": "en hakparentes saknas",
    }
    why = next((swedish for english, swedish in reasons.items() if str(error).startswith(english)), "formen är fel")
    log.add("bad-toml", row=row, value=line, at=f" på rad {row}", why=f"{why}: '{quoted(line[:200])}'" if line else why)


class _Reader:
    """Reads the document's sections, and finds for each key the line where it stands."""

    def __init__(self, text: str, log: Log) -> None:
        self.lines, self.log = text.split("\n"), log
        self.broken = False

    def plan(self, document: dict[str, Any]) -> Plan | None:
        """The plan, or None if anything in it is wrong."""
        sections = {fold_key(Plan.model_fields[name].alias or name): name for name in SECTIONS}
        given: dict[str, Any] = {}
        for key, value in document.items():
            folded = fold_key(key)
            if folded == "format":
                self._format(key, value)
            elif folded not in sections:
                self._unknown(key, "", [*sections, "format"])
            elif not isinstance(value, dict):
                self._bad(key, "", value, f"ett avsnitt, [{folded}], med nycklar under.")
            else:
                name = sections[folded]
                given[name] = self._section(SECTIONS[name], value, key)
        if "project" not in given and not any(self._is_near("projekt", key) for key in document):
            self._error("missing-key", column="[projekt]", section="", wanted="projektets namn, kommun och tid.")
        if "calendar" in given:
            self._check_calendar(given["calendar"])
        if self.broken or "project" not in given:
            return None
        plan = Plan(**{name: section for name, section in given.items() if section is not None})
        self._check_terms(plan)
        return None if self.broken else plan

    def _section(self, model: type[BaseModel], table: dict[str, Any], section: str) -> BaseModel | None:
        keys = {fold_key(column.heading): column for column in columns(model)}
        given: dict[str, Any] = {}
        sound = True
        for key, value in table.items():
            column = keys.get(fold_key(key))
            if column is None:
                self._unknown(key, section, list(keys))
                sound = False
                continue
            given[column.name] = self._value(column, key, section, value)
            sound = sound and given[column.name] is not _MISSING
        for folded, column in keys.items():
            if not column.required or column.name in given:
                continue
            sound = False
            # A misspelt key has been told of, with what was meant.
            if not any(self._is_near(folded, key) for key in table if fold_key(key) not in keys):
                self._error("missing-key", row=self._line_of(section), column=folded, section=f" under [{section}]",
                            wanted=column.description)  # fmt: skip
        return model(**given) if sound else None

    def _value(self, column: Column, key: str, section: str, value: Any) -> Any:
        row = self._line(key, section)
        wanted = _WANTED.get(column.kind, f"text inom citattecken: {column.description}")
        if column.kind == "yes/no":
            return value if isinstance(value, bool) else self._bad(key, section, value, wanted)
        if isinstance(value, list) and column.many and all(isinstance(part, str) for part in value):
            value = ", ".join(value)
        if not isinstance(value, str):
            return self._bad(key, section, value, wanted)

        def say(code: str, value: str | None = None, **words: Any) -> None:
            self.log.add(code, row=row, column=fold_key(key), value=stands if value is None else value, **words)

        stands = value
        text = clean(value, say)
        if text is None:
            return self._fail()
        if not text and not column.required:
            return column.default
        if PLACEHOLDERS.get(column.name) == text:
            self.log.add("not-filled-in", row=row, column=fold_key(key), value=text)
        if not text:
            return self._bad(key, section, value, wanted)
        return self._read(column, key, section, text, wanted, say)

    def _read(self, column: Column, key: str, section: str, text: str, wanted: str, say: Say) -> Any:
        try:
            # A mailbox is wanted here, which in any other text is told of as somebody's.
            value = text if column.name == "contact" else reader(column)(text, "", say)
        except Wrong:
            return self._bad(key, section, text, wanted)
        pattern = _PATTERNS.get(column.name)
        if pattern and not re.fullmatch(pattern, text, re.ASCII):
            return self._bad(key, section, text, f"text inom citattecken: {column.description}")
        if column.name in ("colour", "accent") and contrast(text, "#ffffff") < AA:
            seen = f"{contrast(text, '#ffffff'):.1f}".replace(".", ",")
            return self._bad(
                key, section, text, f"en färg med minst 4,5:1 mot vitt. Den här har {seen}:1. Välj en mörkare."
            )
        return value

    def _format(self, key: str, value: Any) -> None:
        if value != 1 or isinstance(value, bool):
            self._bad(key, "", value, "1. En nyare version av naravard behövs för andra format.")

    def _check_terms(self, plan: Plan) -> None:
        first, last, calendar = plan.project.first_term, plan.project.last_term, plan.calendar.days
        for key, term in (("forsta_termin", first), ("sista_termin", last)):
            if term.division is not calendar.division:
                self._error("other-division", row=self._line(key, "projekt"), column=key, value=str(term),
                            division=calendar.division, wanted=calendar.counterpart(term))  # fmt: skip
        if last < first:
            row = self._line("sista_termin", "projekt")
            self._error("end-before-start", row=row, column="sista_termin", value=str(last),
                        start_heading="första termin", start=str(first))  # fmt: skip

    def _check_calendar(self, calendar: BaseModel | None) -> None:
        """Both days must be of every year's calendar, and spring must begin first."""
        if not isinstance(calendar, Calendar):
            return
        for key, text in (("vt_borjar", calendar.spring), ("ht_borjar", calendar.autumn)):
            try:
                date.fromisoformat(f"2023-{text}")  # no leap year
            except ValueError:
                self._bad(key, "kalender", text, "en dag som finns varje år, skriven MM-DD.")
                return
        if calendar.spring >= calendar.autumn:
            self._bad("vt_borjar", "kalender", calendar.spring, "en dag före den då höstterminen börjar.")

    def _unknown(self, key: str, section: str, allowed: list[str]) -> None:
        self._error(
            "unknown-key", row=self._line(key, section), column="", value=key, hint=meant(fold_key(key), allowed)
        )

    @staticmethod
    def _is_near(wanted: str, key: str) -> bool:
        return bool(get_close_matches(fold_key(key), [wanted], n=1, cutoff=0.6))

    def _bad(self, key: str, section: str, value: Any, wanted: str) -> Any:
        text = (
            "ett avsnitt" if isinstance(value, dict) else str(value).lower() if isinstance(value, bool) else str(value)
        )
        self._error("bad-value", row=self._line(key, section), column=fold_key(key), value=text, wanted=wanted)
        return _MISSING

    def _fail(self) -> Any:
        self.broken = True
        return _MISSING

    def _error(self, code: str, **words: Any) -> None:
        self.broken = True
        self.log.add(code, **words)

    def _line_of(self, section: str) -> int | None:
        pattern = re.compile(rf"\s*\[\s*[\"']?{re.escape(section)}[\"']?\s*\]")
        return next((row for row, line in enumerate(self.lines, 1) if pattern.match(line)), None)

    def _line(self, key: str, section: str) -> int:
        """The line of a key; of its section if the key is written in some unusual way."""
        start = (self._line_of(section) or 1) if section else 1
        written = re.compile(rf"\s*(?:\[\s*)?[\"']?{re.escape(key)}[\"']?\s*[=.\]]")
        return next((row for row, line in enumerate(self.lines[start - 1 :], start) if written.match(line)), start)
