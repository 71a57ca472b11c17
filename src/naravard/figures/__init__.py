"""The figures of the papers, drawn once as SVG, each with words that say what it shows.

Every figure takes a project and a term and is a Passage; where there is nothing to draw it is an empty one. ``of`` makes one
of a drawing that somebody has made with pandas or matplotlib. Colours differ in lightness and come with patterns and marks, so
that a grey print is legible; what is drawn is named where it stands.
"""

from naravard.figures.activities import activities
from naravard.figures.attainment import attainment
from naravard.figures.county import county
from naravard.figures.decisions import decisions
from naravard.figures.development import development
from naravard.figures.money import money
from naravard.figures.of import of
from naravard.figures.profile import positions, profile_development
from naravard.figures.status import activity_status, goal_status
from naravard.figures.tree import goal_tree
