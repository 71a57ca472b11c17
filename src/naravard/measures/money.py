"""The project's money, source by source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from naravard.measures.memory import Row, measure
from naravard.model import Funding, MoneyUnit, Project
from naravard.terms import Term

AMOUNTS = ("budget", "received", "outcome", "forecast", "repaid")
_SUMMED = (*AMOUNTS, "unused", "to_repay")
_DEVIATIONS = ("deviation", "deviation_share")


@measure(
    "funding", funding="", name="", unit=MoneyUnit, year="", **dict.fromkeys(AMOUNTS, "float64"), condition="", report_to="",
    report_by="day", **dict.fromkeys(("unused", "to_repay", *_DEVIATIONS), "float64"),
    origin="", **{f"{name}_origin": "" for name in (*_SUMMED, *_DEVIATIONS)},
)  # fmt: skip
def money(project: Project, term: Term) -> Iterator[Row]:
    """The money as it stood at the end of the term.

    One row: one source of money, in the order of the table; then ``totalt``, which sums the rows that give the amount, and
    is there when more than one row gives its unit. Columns: ``funding`` (id), ``name``, ``unit`` (as reported), ``year``, and
    in kronor ``budget``, ``received``, ``outcome``, ``forecast``, ``repaid``, and

    - ``deviation``: outcome minus budget; ``deviation_share``: that as a share of the budget (0.1 is 10 per cent over). Both
      are, in the total, of the rows that give both amounts.
    - ``unused``: budget minus outcome, never below 0; in the total, the sum of the rows.
    - ``to_repay``: received minus outcome and repaid, never below 0; NaN where nothing is said of what was received. It may
      still be used, if the time that the money is for has not run out.

    ``condition``, ``report_to``, ``report_by`` as reported. A row without a unit has no amounts: a unit is never guessed.
    """
    rows = [row | _deviations([row]) for row in map(_row, project.term(term).funding)]
    if sum(row["unit"] is not None for row in rows) > 1:
        rows.append(_total(rows) | _deviations(rows))
    yield from rows


@measure(budget="float64", outcome="float64", deviation="float64", distance="float64", origin="")
def money_in_all(project: Project, term: Term) -> Iterator[Row]:
    """The money whose budget and outcome are both known, summed: what is said of it in a sentence.

    One row: one sum of all sources of money that have both; none where no source has. Columns, in kronor: ``budget``,
    ``outcome``, ``deviation`` (outcome minus budget), ``distance`` (the deviation without its sign).
    """
    budget, outcome, behind = _budget_and_outcome(map(_row, project.term(term).funding))
    if behind:
        yield {
            "budget": budget, "outcome": outcome, "deviation": outcome - budget, "distance": abs(outcome - budget),
            "origin": behind,
        }  # fmt: skip


def _row(funding: Funding) -> Row:
    amounts = {name: _in_kronor(getattr(funding, name), funding) for name in AMOUNTS}
    budget, outcome, received = (amounts[name] for name in ("budget", "outcome", "received"))
    to_repay = (
        None if received is None or outcome is None else max(received - outcome - (amounts["repaid"] or 0.0), 0.0)
    )
    return {
        "funding": funding.id, "name": funding.name, "unit": str(funding.unit) if funding.unit else None,
        "year": funding.year, **amounts, "condition": funding.condition, "report_to": funding.report_to,
        "report_by": funding.report_by, "to_repay": to_repay,
        "unused": None if budget is None or outcome is None else max(budget - outcome, 0.0), "origin": (funding.origin,),
        **{f"{name}_origin": (funding.origin,) for name in _SUMMED},
    }  # fmt: skip


def _total(rows: list[Row]) -> Row:
    """The sum of each amount over the rows that give it, which are its origin."""
    total: Row = {
        "funding": "",
        "name": "totalt",
        "unit": "kr",
        "origin": [row for made in rows for row in made["origin"]],
    }
    for amount in _SUMMED:
        known = [row for row in rows if row[amount] is not None]
        total[amount] = sum(row[amount] for row in known) if known else None
        total[f"{amount}_origin"] = [row for made in known for row in made["origin"]]
    return total


def _deviations(rows: list[Row]) -> Row:
    """How the outcome lies to the budget, over the rows that give both."""
    budget, outcome, behind = _budget_and_outcome(rows)
    return {
        "deviation": outcome - budget if behind else None,
        "deviation_share": (outcome - budget) / budget if budget else None,
        **{f"{name}_origin": behind for name in _DEVIATIONS},
    }


def _budget_and_outcome(rows: Iterable[Row]) -> tuple[float, float, list[Any]]:
    """Both amounts over the rows that give both, and those rows' origins, which are none where no row does."""
    both = [row for row in rows if row["budget"] is not None and row["outcome"] is not None]
    budget, outcome = (sum(row[name] for row in both) for name in ("budget", "outcome"))
    return budget, outcome, [one for row in both for one in row["origin"]]


def _in_kronor(amount: Decimal | None, funding: Funding) -> float | None:
    return None if amount is None or funding.unit is None else float(amount * funding.unit.in_kr)
