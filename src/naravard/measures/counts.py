"""How many there are, in all, of what a figure or a sentence counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import isnan

from naravard.measures.indicators import indicators
from naravard.measures.key_figures import last_full_year
from naravard.measures.memory import Row, measure
from naravard.measures.money import money
from naravard.measures.register import decisions
from naravard.model import DecisionStatus, Project
from naravard.terms import Term


@measure("what", what="", count="int64", origin="")
def counts(project: Project, term: Term) -> Iterator[Row]:
    """How many there are of some things at the end of the term.

    One row: one thing. Columns: ``count``, and ``what``: ``källor till medel`` (of the term), ``fattade beslut`` (until the
    term, whatever the number of their points), ``indikatorer med mål`` (that can be held against their target), ``nådda mål``
    (how many of those have reached it), ``indikatorer med äldre värde`` (whose latest value is older than the last full year),
    ``motstridiga uppgifter`` (matters on which the sources differ, whatever the term).
    """
    decided = [row for row in decisions.rows(project, term) if row["status"] == DecisionStatus.DECIDED]
    funds = money.rows(project, term) if term in project.terms else ()
    known = indicators.rows(project, term)
    held, year = with_target(known), last_full_year(project, term)
    counted = {
        "källor till medel": [(row["funding"], row["origin"]) for row in funds if row["funding"]],
        "fattade beslut": [(row["decision"], row["origin"]) for row in decided],
        "indikatorer med mål": [(row["indicator"], row["reached_origin"]) for row in held],
        "nådda mål": [(row["indicator"], row["reached_origin"]) for row in held if row["reached"]],
        "indikatorer med äldre värde": [
            (row["indicator"], row["period_origin"])
            for row in known
            if row["period"] and term.ending(row["period"]).year < year
        ],
        "motstridiga uppgifter": [(one.matter, one.origin) for one in project.discrepancies],
    }
    for what, found in counted.items():
        yield {"what": what, "count": len({name for name, _ in found}), "origin": [origin for _, origin in found]}


def with_target(rows: Iterable[Row]) -> list[Row]:
    """The rows of ``indicators`` that can be held against a target: whether it is reached or the share of the way is known."""
    return [row for row in rows if row["reached"] is not None or not isnan(row["attainment"])]
