"""Every cell of every table says what its measure says, and HTML, Excel and CSV say what the cell says."""

import csv
import io
import json

import pytest

from every_paper import EVERY, OF_TERMS, document
from meaning import of_document
from meaning_excel import of_excel
from meaning_html import of_html
from measured import is_as_measured, project_of, row_in_measure
from naravard import labels, measures
from naravard.document import Table
from naravard.formats.data.package import open_data_from_document
from naravard.formats.excel.workbook import excel_from_document
from naravard.formats.html.page import HtmlExporter
from naravard.formats.typed_cells import number_in
from naravard.model import FIELDS, records_of

LATEST = [(paper, project, term) for paper, project, term in OF_TERMS if term == "HT2023"]
WORDS = {
    True: ("öppen", "nått"),
    False: ("stängd", "inte nått"),
    **{key: (said,) for key, said in labels.TRENDS.items()},
}


def tables_of(paper, project, when):
    return [block for block in document(paper, project, when).blocks if isinstance(block, Table)]


def term_of(project, when):
    return when if when.startswith(("VT", "HT")) else str(project.plan.project.last_term)


def in_records(project, origin):
    """What the record that a value comes from says in the value's column."""
    table = FIELDS[origin.measure]
    holders = [project] if hasattr(project, table) else project.reports
    (row,) = origin.rows
    found = [(holder, one) for holder in holders for one in records_of(holder, origin.measure) if one.origin == row]
    ((holder, record),) = found
    return holder.term if origin.column == "term" else getattr(record, origin.column)


def steps_of(project, origin):
    """The words of the steps of the indicator that a row of a measure is about."""
    return measures.indicator_of(project, origin.key.split(" ")[0]).steps


def ways_to_say(given):
    """How a word of a measure may stand in a cell: as it is, with a capital, in a list, or by the word for it."""
    if isinstance(given, bool) or given in labels.TRENDS:
        return WORDS[given]
    if isinstance(given, tuple):
        return (", ".join(map(str, given)), labels.sentence(labels.listing(list(map(str, given)))))
    return (str(given), labels.sentence(str(given)))


@pytest.mark.parametrize(("paper", "matter", "when"), EVERY)
def test_every_value_of_a_table_is_what_its_measure_says(paper, matter, when):
    project = project_of(paper, matter)
    term = term_of(project, when)
    checked = 0
    for table in tables_of(paper, matter, when):
        for value in table.values:
            origin = value.origin
            if isinstance(getattr(measures, origin.measure, None), measures.Measure) and (value.shown or origin.rows):
                assert is_as_measured(project, term, value), (table.caption, value)
                if value.shown and value.number is None and not value.day:
                    given = row_in_measure(project, term, value)[origin.column]
                    said = steps_of(project, origin) if isinstance(given, float) else ways_to_say(given)
                    assert any(way in value.text for way in said) or given == "totalt", (table.caption, value)
                checked += 1
            elif origin.measure in FIELDS:
                given = in_records(project, origin)
                if value.shown and origin.column != "cited":
                    assert any(way in value.text for way in ways_to_say(given)), (table.caption, value)
                checked += 1
            else:
                assert origin.measure in ("", "findings") or not value.shown, (table.caption, value)
    assert checked or not tables_of(paper, matter, when)


@pytest.mark.parametrize(("paper", "matter", "when"), EVERY)
def test_every_cell_of_a_table_is_made_of_values(paper, matter, when):
    """But for the words around them, which hold no figure of their own."""
    for table in tables_of(paper, matter, when):
        for row in table.rows:
            for cell in row:
                said = [part for part in cell.parts if isinstance(part, str)]
                assert cell.values or not cell.text, (table.caption, cell)
                if table.name != "motstridigt":  # where a statement stands, as in "PD kapitel 2", is no figure
                    assert not any(sign.isdigit() for part in said for sign in part), (table.caption, cell)


@pytest.mark.parametrize(("paper", "matter", "when"), LATEST)
def test_the_page_the_workbook_and_the_files_hold_the_values_of_the_cells(paper, matter, when):
    made = document(paper, matter, when)
    wanted = [part for part in of_document(made) if part[0] == "table"]
    assert [part for part in of_html(HtmlExporter().from_document(made)) if part[0] == "table"] == wanted
    if not wanted:
        return
    assert of_excel(excel_from_document(made)) == wanted
    files = open_data_from_document(made)
    resources = json.loads(files["datapackage.json"])["resources"]
    for table, resource in zip(tables_of(paper, matter, when), resources, strict=True):
        text = files[resource["path"]].decode("utf-8-sig")
        headings, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=";")
        for cells, row in zip(table.rows, rows, strict=True):
            there = dict(zip(headings, row, strict=True))
            for column, cell in zip(table.columns, cells, strict=True):
                value = number_in(cell, column)
                field = next(one for one in resource["schema"]["fields"] if one["name"] == column.heading)
                if value and field["type"] == "number":
                    assert float(there[column.heading].replace(",", ".")) == value.number
                elif cell.value and not cell.value.shown:
                    assert there[column.heading] in (cell.text, f"'{cell.text}")
