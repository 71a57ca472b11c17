"""What the figures on the pages are, as tidy frames. The only place where a number is computed.

Every measure takes a project and a term (a Term, or text such as "HT2023"), and uses only what was known then. NaN in a frame
is a value that is not there. A column ``origin``, and ``budget_origin`` for ``budget``, tells the rows of the data that a
row, or a value, was made from. What a row is, the columns and their units stand in each measure's docstring: in a notebook,
``measures.activities?``. ``table`` gives any table as it was filled in.
"""

from naravard.measures.activities import activities, activity_counts, participants
from naravard.measures.changes import changes
from naravard.measures.completeness import completeness
from naravard.measures.counts import counts, with_target
from naravard.measures.goals import goal_counts, goals
from naravard.measures.indicators import indicators, of_target_group, of_theme, trend_counts
from naravard.measures.key_figures import (
    comparison_groups,
    county_range,
    county_values,
    indicator_definitions,
    indicator_of,
    last_full_year,
    ordinal_spread,
    ranks,
)
from naravard.measures.memory import Measure, grouped
from naravard.measures.money import money, money_in_all
from naravard.measures.own import own_values
from naravard.measures.profile import (
    LEAST_YEARS,
    held_against,
    leads,
    placed_among,
    positions,
    top_step_counts,
    top_steps,
    twice,
)
from naravard.measures.register import assignments, decision_counts, decisions, deviations, lessons, records, risks
from naravard.measures.series import comparison_series, series
from naravard.measures.subject import last_reported, subject
from naravard.measures.table import table
from naravard.rounding import is_known
