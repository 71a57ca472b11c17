"""The command ``naravard``. What it says is in Swedish; heavy libraries are imported by the command that needs them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from naravard.model import Project
    from naravard.terms import Term

INPUT = 2  # exit code: the arguments or the input are not right
NOTEBOOK = 3  # exit code: a notebook stopped on the way
EXPORT = 4  # exit code: what a notebook shows is not fit to be a paper, or could not be written


class Refusal(Exception):
    """The command cannot be carried out; the text says why in one line."""

    def __init__(self, message: str, code: int = INPUT) -> None:
        super().__init__(message)
        self.code = code


class _Parser(argparse.ArgumentParser):
    """argparse with its refusals in Swedish."""

    def error(self, message: str) -> NoReturn:
        print(f"naravard: {_in_swedish(message)} Skriv {self.prog} --help för hjälp.", file=sys.stderr)
        sys.exit(INPUT)


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command; returns the exit code (0 done, 2 arguments or input, 3 notebook, 4 export)."""
    given = _parser().parse_args(arguments)
    try:
        code: int = given.command(given)
    except Refusal as refusal:
        print(f"naravard: {refusal}", file=sys.stderr)
        return refusal.code
    except KeyboardInterrupt:
        print("naravard: avbrutet. Inget är ändrat.", file=sys.stderr)
        return 130
    return code


def report(given: argparse.Namespace) -> int:
    """``naravard report``: the papers of one term."""
    from naravard.reading.inputs import input_files
    from naravard.report import notebooks

    project = _project(given.data)
    papers = notebooks.papers(notebooks.notebooks_folder())
    if given.only and given.only not in papers:
        known = ", ".join(papers) or "inga"
        raise Refusal(f"det finns ingen anteckningsbok som heter {given.only!r}. De som finns: {known}.")
    term = _term(project, given)
    chosen = {given.only: papers[given.only]} if given.only else _carried(papers, project, term)
    for path in _published(chosen, given, str(term), input_files(given.data, project)):
        print(path)
    return 0


def _carried(papers: dict[str, Path], project: Project, term: Term) -> dict[str, Path]:
    """The papers that the term's data can carry; of the others it is said why not."""
    from naravard.labels import listing
    from naravard.model import FIELDS, PROJECT_TABLES, TERM_TABLES, records_of
    from naravard.report import notebooks

    titles = {record.table: record.title.lower() for record in (*PROJECT_TABLES, *TERM_TABLES)}
    carried = {}
    for name, path in papers.items():
        wanted = notebooks.needs(path)
        holders = [project.term(term) if not hasattr(project, FIELDS[table]) else project for table in wanted]
        if not wanted or any(records_of(holder, table) for holder, table in zip(holders, wanted, strict=True)):
            carried[name] = path
        else:
            _say(f"{name} görs inte: underlaget för {term} saknar {listing([titles[table] for table in wanted])}.")
    return carried


def _term(project: Project, given: argparse.Namespace) -> Term:
    """The term asked for, or the project's latest."""
    from naravard.terms import Term

    if not project.terms:
        raise Refusal(f"{given.data} har inga redovisade terminer. Lägg till en mapp, till exempel HT2023.")
    try:
        term = Term.parse(given.term) if given.term else project.terms[-1]
    except ValueError:
        raise Refusal(f"{given.term!r} är ingen termin. Skriv till exempel HT2023 eller VT2023.") from None
    if term not in project.terms:
        reported = ", ".join(map(str, project.terms))
        raise Refusal(f"{term} är inte redovisad i {given.data}. Redovisade terminer: {reported}.")
    return term


def _published(papers: dict[str, Path], given: argparse.Namespace, term: str, inputs: dict[str, Path]) -> list[Path]:
    from naravard.report.assemble import PaperError
    from naravard.report.notebooks import NotebookError
    from naravard.report.publish import publish

    target = given.out / given.data.resolve().name / term
    try:
        return publish(papers, data=given.data, term=term, inputs=inputs, target=target, progress=_say)
    except NotebookError as error:
        raise Refusal(f"en anteckningsbok stannade och inget är publicerat. {error}", NOTEBOOK) from error
    except PaperError as error:
        lines = "\n  ".join(error.problems)
        raise Refusal(f"papperet kan inte skrivas och inget är publicerat:\n  {lines}", EXPORT) from error
    except OSError as error:
        raise Refusal(f"papperen kunde inte sparas i {target}: {error.strerror}.", EXPORT) from error


def check(given: argparse.Namespace) -> int:
    """``naravard check``: what is wrong with the data, all of it at once."""
    from naravard.mending import findings_as_json, findings_as_text, write_mending_list
    from naravard.reading.project import read_project

    if given.format == "xlsx" and not given.output:
        raise Refusal("en rättningslista skrivs till en fil. Ange den med -o, till exempel -o rattning.xlsx.")
    _, findings = read_project(_folder(given.data))
    try:
        if given.format == "xlsx":
            write_mending_list(findings, given.output)
            _say(f"Rättningslistan finns i {given.output}.")
        else:
            text = findings_as_json(findings) if given.format == "json" else findings_as_text(findings)
            if given.output:
                given.output.write_text(text, encoding="utf-8")
            else:
                print(text, end="")
    except OSError as error:
        raise Refusal(f"{given.output} kunde inte skrivas: {error.strerror}.", EXPORT) from error
    return INPUT if any(found.severity.stops_a_report for found in findings) else 0


def new(given: argparse.Namespace) -> int:
    """``naravard new``: a folder to fill in."""
    from datetime import date

    from naravard.template import new_project
    from naravard.terms import Term, TermCalendar

    try:
        terms = (
            [Term.parse(term) for term in given.terms.split(",")]
            if given.terms
            else [TermCalendar().term_of(date.today())]
        )
    except ValueError:
        raise Refusal(f"{given.terms!r} är inga terminer. Skriv till exempel VT2024 eller VT2024,HT2024.") from None
    try:
        made = new_project(given.folder, terms=terms, name=given.name, municipality=given.municipality, code=given.code)
    except FileExistsError as error:
        raise Refusal(f"{error.filename or given.folder} finns redan, och inget är ändrat. Ange en ny mapp.") from error
    except OSError as error:
        raise Refusal(f"mappen {given.folder} kunde inte skapas: {error.strerror}.", EXPORT) from error
    for path in made:
        print(path)
    return 0


def explain(given: argparse.Namespace) -> int:
    """``naravard explain``: where the figures of a table or figure come from."""
    from naravard.explain import find, origin_of, shown_in

    project = _project(given.data)
    term = _term(project, given)
    executed = given.out / given.data.resolve().name / str(term) / f"{given.paper}.ipynb"
    if not executed.is_file():
        raise Refusal(f"{executed} finns inte. Gör papperet först: naravard report {term} --only {given.paper}.")
    blocks = shown_in(executed)
    block = find(blocks, given.what)
    if block is None:
        raise Refusal(
            f"{given.paper} har inget som heter {given.what!r}. Det finns: {'; '.join(b.caption for b in blocks)}."
        )
    origin = origin_of(project, term, block)
    print(f"{origin.caption}\n{origin.source}\n")
    for name, definition in origin.definitions:
        print(f"Mått: measures.{name}\n{definition}\n")
    print("Rader i underlaget:")
    for row in origin.rows:
        print(f"  {row}")
    return 0


def datapackage(given: argparse.Namespace) -> int:
    """``naravard datapackage``: the tables described for others who check or read them."""
    from naravard.datapackage import write_data_package

    print(write_data_package(given.data, _project(given.data)))
    return 0


def kolada_pin(given: argparse.Namespace) -> int:
    """``naravard kolada pin``: a snapshot's values from one long file."""
    from naravard.kolada import pin_values

    try:
        rows = pin_values(given.dump, given.snapshot)
    except (OSError, ValueError) as error:
        raise Refusal(f"{given.dump} kunde inte läsas: {error}.") from error
    print(f"{rows} värden skrivna i {given.snapshot / 'values'}.")
    return 0


def kolada_verify(given: argparse.Namespace) -> int:
    """``naravard kolada verify``: that the snapshot is whole."""
    import tomllib

    from naravard.kolada import dump_sha256

    try:
        wanted = tomllib.loads((given.snapshot / "snapshot.toml").read_text(encoding="utf-8"))["dump_sha256"]
    except (OSError, KeyError, ValueError) as error:
        raise Refusal(f"{given.snapshot} är inget uttag ur Kolada: {error}.") from error
    if dump_sha256(given.snapshot) != wanted:
        raise Refusal(f"värdena i {given.snapshot} är inte de som uttaget gjordes med: kontrollsumman stämmer inte.")
    print(f"Uttaget i {given.snapshot} är helt.")
    return 0


def _project(folder: Path) -> Project:
    """The project in a folder. What is odd is told; what is wrong refuses the report."""
    from naravard.mending import findings_as_text
    from naravard.model import Severity
    from naravard.reading.project import read_project

    project, findings = read_project(_folder(folder))
    odd = [found for found in findings if found.severity is not Severity.NOTE]
    if odd:
        _say(findings_as_text(odd))
    if project is None:
        raise Refusal(f"underlaget i {folder} har fel, och inget är publicerat. naravard check visar alla.")
    return project


def _folder(folder: Path) -> Path:
    if not folder.is_dir():
        raise Refusal(
            f"mappen {folder} finns inte. Ange projektets mapp med --data, till exempel --data data/lekeberg."
        )
    return folder


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="naravard", description="Uppföljning och slutrapport för en kommuns omställning till Nära vård."
    )
    commands = parser.add_subparsers(required=True, metavar="kommando", parser_class=_Parser)
    made = commands.add_parser(
        "report", help="gör en termins papper", description="Gör en termins papper som HTML och PDF."
    )
    made.add_argument("term", nargs="?", help="termin, till exempel HT2023; utan termin tas den senaste")
    made.add_argument("--data", type=Path, default=Path("data/lekeberg"), help="projektets mapp (data/lekeberg)")
    made.add_argument("--out", type=Path, default=Path("reports"), help="mapp för papperen (reports)")
    made.add_argument("--only", metavar="NAMN", help="bara ett av papperen, till exempel slutrapport")
    made.set_defaults(command=report)
    about = "Gör en mapp att fylla i: plan.toml och arbetsböcker."
    made_new = commands.add_parser("new", help="gör en mapp att fylla i", description=about)
    made_new.add_argument("folder", type=Path, metavar="MAPP", help="mappen som görs, till exempel data/min-kommun")
    made_new.add_argument(
        "--terms", metavar="TERMINER", help="terminer, skilda med komma; utan detta tas den som pågår"
    )
    made_new.add_argument("--name", default="", metavar="NAMN", help="projektets namn")
    made_new.add_argument(
        "--municipality", default="", metavar="KOMMUN", help="kommunens namn, till exempel Lekebergs kommun"
    )
    made_new.add_argument("--code", default="", metavar="KOD", help="kommunkod, till exempel 1814")
    made_new.set_defaults(command=new)
    checked = commands.add_parser("check", help="läs underlaget och säg allt som är fel")
    checked.add_argument("--data", type=Path, default=Path("data/lekeberg"), help="projektets mapp (data/lekeberg)")
    checked.add_argument(
        "--format", choices=["text", "json", "xlsx"], default="text", help="text, json eller rättningslista i Excel"
    )
    checked.add_argument("-o", "--output", type=Path, metavar="FIL", help="skriv till en fil")
    checked.set_defaults(command=check)
    asked = commands.add_parser("explain", help="visa varifrån siffrorna i en tabell eller figur kommer")
    asked.add_argument("term", help="termin, till exempel HT2023")
    asked.add_argument("paper", metavar="PAPPER", help="till exempel uppfoljning")
    asked.add_argument("what", metavar="TABELL-ELLER-FIGUR", help="till exempel 'Tabell 3', eller rubriken")
    asked.add_argument("--data", type=Path, default=Path("data/lekeberg"), help="projektets mapp (data/lekeberg)")
    asked.add_argument("--out", type=Path, default=Path("reports"), help="mappen med papperen (reports)")
    asked.set_defaults(command=explain)
    described = commands.add_parser("datapackage", help="beskriv tabellerna i datapackage.json")
    described.add_argument("--data", type=Path, default=Path("data/lekeberg"), help="projektets mapp (data/lekeberg)")
    described.set_defaults(command=datapackage)
    kolada = commands.add_parser("kolada", help="uttaget ur Kolada", description="Uttaget ur Kolada.")
    snapshots = kolada.add_subparsers(required=True, metavar="kommando", parser_class=_Parser)
    pin = snapshots.add_parser("pin", help="dela en lång fil med värden i en fil per område")
    pin.add_argument("dump", type=Path, help="CSV med kpi,municipality,period,gender,value; får vara gzip")
    pin.set_defaults(command=kolada_pin)
    verify = snapshots.add_parser("verify", help="kontrollera att uttaget är helt")
    verify.set_defaults(command=kolada_verify)
    for command in (pin, verify):
        command.add_argument("--snapshot", type=Path, default=Path("data/kolada"), help="uttagets mapp (data/kolada)")
    return parser


def _in_swedish(message: str) -> str:
    """argparse's few refusals, as an analyst should read them."""
    kind, _, rest = message.partition(": ")
    return {
        "unrecognized arguments": f"okänt argument: {rest}.",
        "the following arguments are required": f"något saknas: {rest}.",
    }.get(kind, f"argumenten kan inte läsas ({message}).")


if __name__ == "__main__":
    sys.exit(main())
