"""The tables of the papers: rows of measures in declared columns, with what ``words`` says of them and their source.

``of`` makes a table of a frame of one's own, and ``form`` says how columns are written.
"""

from naravard.tables import form
from naravard.tables.ahead import goals_ahead, report_backs, unfinished
from naravard.tables.follow_up import (
    activities,
    activity_counts,
    attainment,
    deviations,
    goal_levels,
    goals,
    lessons,
    money,
    money_conditions,
    participants,
    risks,
    subgroups,
)
from naravard.tables.indicators import (
    comparison,
    development,
    indicator_sources,
    indicators_without_values,
    series,
    trends,
)
from naravard.tables.own import of
from naravard.tables.profile import profile
from naravard.tables.project import (
    actors,
    assignments,
    decisions,
    discrepancies,
    focus,
    governing_documents,
    missing,
    organisation,
    proposals,
    sources,
    warnings,
)
from naravard.tables.protected import protected
