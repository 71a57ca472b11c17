"""Whatever is put in the place of any part of a paper's blocks: the paper says exactly that, or it is refused in Swedish."""

import copy
import functools
import json
import re
from dataclasses import MISSING, fields

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from every_paper import document
from naravard.document import (
    MIME,
    Cell,
    Column,
    Cover,
    Figure,
    Heading,
    ItemList,
    Look,
    Notice,
    Passage,
    Publication,
    Quote,
    Span,
    Table,
    Value,
)
from naravard.paper.compose import PaperError, assemble
from paper_sample import bundle, notebook, small_figure

_RECORDS = (Span, Heading, ItemList, Notice, Column, Cell, Table, Figure, Look, Publication, Cover, Value)
_USUAL = {
    *(
        (f.name, json.dumps(f.default, default=lambda _: {}))
        for r in _RECORDS
        for f in fields(r)
        if f.default is not MISSING
    ),
    *((name, '""') for name in ("measure", "key", "column")),
    ("rows", "[]"),
}
_ENGLISH = re.compile(r"\b(the|is|not|object|type|argument|expected|surrogates|NoneType|unhashable|Error)\b")


@functools.cache
def blocks():
    """The shortest block of each kind in a real paper as JSON, and the shortest that has values; its cover too."""
    paper = document("slutrapport", "exempel", "HT2023")
    words = next(block for block in paper.blocks if block.kind == "paragraph")
    found = {}
    for block in (paper.cover, *paper.blocks, small_figure(), Notice("Obs", "Nu."), Quote((words,)), Passage((words,))):
        text = json.dumps(block.to_json())
        name = f"{block.kind} with values" if '"origin"' in text else block.kind
        found[name] = min(found.get(name, text), text, key=len)
    return {name: json.loads(text) for name, text in found.items()}


def places_in(data, path=()):
    """The way to each part of some data; of a list to its first and last alone, since the others are read in the same way."""
    yield path
    if isinstance(data, dict | list):
        keys = data if isinstance(data, dict) or not data else {0, len(data) - 1}
        for key in keys:
            yield from places_in(data[key], (*path, key))


@functools.cache
def places():
    return [(kind, path) for kind, data in blocks().items() for path in places_in(data)]


def put(data, path, part):
    if not path:
        return part
    changed = copy.deepcopy(data)
    *way, last = path
    functools.reduce(lambda within, key: within[key], way, changed)[last] = part
    return changed


def part_at(place):
    kind, path = place
    return functools.reduce(lambda within, key: within[key], path, blocks()[kind])


_TEXTS = st.text(st.characters(exclude_categories=())) | st.sampled_from(
    ["", "ok", "small", "1\t2", "a\tb\n", "2023-13-01", "\ud800"]
)
_NUMBERS = st.integers() | st.floats() | st.sampled_from([10**400, -(10**400), 2**64, 1e308, 7, 21])
_KEYS = st.text(max_size=3) | st.sampled_from(
    ["text", "kind", "parts", "value", "number", "rows", "origin", "heading", "blocks"]
)
KINDS = ("cover", "heading", "paragraph", "list", "quote", "notice", "table", "figure", "passage")
ANYTHING = st.recursive(
    st.none() | st.booleans() | _NUMBERS | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3),
    max_leaves=6,
) | st.deferred(lambda: st.sampled_from(places())).map(part_at)


def says(data):
    """Data without what goes without saying, and without what the report sets, if it is of the right kind."""
    if isinstance(data, list):
        return [says(part) for part in data]
    if not isinstance(data, dict):
        return data
    of_the_report = {"anchor": str, "note_number": int} | ({"number": int} if "kind" in data else {})
    told = {key: says(part) for key, part in data.items() if type(part) is not of_the_report.get(key)}
    if isinstance(told.get("rows"), str):
        rows = [(*line.split("\t"), "", "", "")[:4] for line in told["rows"].split("\n") if told["rows"]]
        told["rows"] = list(dict.fromkeys((file, int(row or 0), sheet, key) for file, row, sheet, key in rows))
    return {key: part for key, part in told.items() if (key, json.dumps(part)) not in _USUAL}


def flattened(data):
    if isinstance(data, dict) and data.get("kind") == "passage":
        return [block for inner in data["blocks"] for block in flattened(inner)]
    return [data]


def is_told_or_refused(data):
    """Whether a block of this JSON stands in a paper as it is; a refusal is a PaperError in Swedish."""
    is_cover = isinstance(data, dict) and data.get("kind") == "cover"
    try:
        made = assemble(notebook(bundle({MIME: data}), **({"cover": None} if is_cover else {})))
    except PaperError as refused:
        assert not any(_ENGLISH.search(re.sub("«.*?»|fel i [^)]+", "", problem)) for problem in refused.problems), (
            refused
        )
        return False
    shown = [made.cover] if is_cover else made.blocks
    assert [json.dumps(says(block.to_json()), sort_keys=True) for block in shown] == [
        json.dumps(says(block), sort_keys=True) for block in flattened(data)
    ]
    return True


def test_every_block_stands_in_the_paper_as_it_was_made():
    assert {data["kind"] for data in blocks().values()} == set(KINDS)
    assert all(map(is_told_or_refused, blocks().values()))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.deferred(lambda: st.sampled_from(places())), ANYTHING)
def test_whatever_stands_in_the_place_of_a_part_is_told_as_it_is_or_refused(place, part):
    kind, path = place
    is_told_or_refused(put(blocks()[kind], path, part))


@pytest.mark.parametrize(
    "part",
    [None, True, 0, 10**400, "\ud800", [None], {"text": None}],
    ids=lambda part: ascii(part)[:9],
)
def test_what_is_of_another_kind_is_refused_at_every_place(part):
    for kind, path in places():
        if type(part) is not type(part_at((kind, path))) or part in (10**400, "\ud800", [None], {"text": None}):
            is_told_or_refused(put(blocks()[kind], path, part))


def test_blocks_within_blocks_without_end_are_refused():
    data = blocks()["notice"]
    for _ in range(220):
        data = {"kind": "quote", "blocks": [data]}
    assert not is_told_or_refused(data)
