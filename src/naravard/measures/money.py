"""The project's money, source by source."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from naravard.measures.memory import remembered
from naravard.model import Funding, Project
from naravard.terms import Term

AMOUNTS = ("budget", "received", "outcome", "forecast", "repaid")


@remembered
def money(project: Project, term: Term) -> pd.DataFrame:
    """The money as it stood at the end of the term.

    One row: one source of money, in the order of the table; then ``totalt``, which sums the rows that give the amount, and
    is there when more than one row gives its unit. Columns: ``funding`` (id), ``name``, ``unit`` (as reported), ``year``, and
    in kronor ``budget``, ``received``, ``outcome``, ``forecast``, ``repaid``, and

    - ``deviation``: outcome minus budget; ``deviation_share``: that as a share of the budget (0.1 is 10 per cent over).
    - ``forecast_deviation``: forecast minus budget.
    - ``unused``: budget minus outcome, never below 0; in the total, the sum of the rows.
    - ``to_repay``: received minus outcome and repaid, never below 0; NaN where nothing is said of what was received. It may
      still be used, if the time that the money is for has not run out.

    ``condition``, ``report_to``, ``report_by`` as reported. A row without a unit has no amounts: a unit is never guessed.
    """
    rows = [_row(funding) for funding in project.term(term).funding]
    frame = pd.DataFrame(
        rows, columns=["funding", "name", "unit", "year", *AMOUNTS, "condition", "report_to", "report_by"]
    )
    frame = frame.astype(dict.fromkeys(AMOUNTS, "float64"))
    frame["unused"] = (frame["budget"] - frame["outcome"]).clip(lower=0)
    frame["to_repay"] = (frame["received"] - frame["outcome"] - frame["repaid"].fillna(0)).clip(lower=0)
    if frame["unit"].notna().sum() > 1:
        total = {name: frame[name].sum(min_count=1) for name in (*AMOUNTS, "unused", "to_repay")}
        last = pd.DataFrame([{"funding": "", "name": "totalt", "unit": "kr", **total}])
        frame = pd.concat([frame, last], ignore_index=True)
    frame["deviation"] = frame["outcome"] - frame["budget"]
    frame["deviation_share"] = frame["deviation"] / frame["budget"].where(frame["budget"] != 0)
    frame["forecast_deviation"] = frame["forecast"] - frame["budget"]
    return frame


def _row(funding: Funding) -> list[object]:
    amounts = [_in_kronor(getattr(funding, name), funding) for name in AMOUNTS]
    unit = str(funding.unit) if funding.unit else None
    return [
        funding.id,
        funding.name,
        unit,
        funding.year,
        *amounts,
        funding.condition,
        funding.report_to,
        funding.report_by,
    ]


def _in_kronor(amount: Decimal | None, funding: Funding) -> float | None:
    return None if amount is None or funding.unit is None else float(amount * funding.unit.in_kr)
