"""The domain: records of a project, as frozen typed rows that know where they stand."""

from naravard.model.findings import Finding, Severity
from naravard.model.plan import Appearance, Calendar, Comparison, Matter, Memo, OpenData, Plan, ProjectFrame
from naravard.model.project import (
    FIELDS,
    TABLES,
    Area,
    KeyFigure,
    KeyFigures,
    Project,
    TermReport,
    known_in,
    records_of,
    table_named,
)
from naravard.model.project_tables import (
    PROJECT_TABLES,
    Actor,
    Background,
    Discrepancy,
    GoverningDocument,
    Indicator,
    OutcomeGoal,
    OutputGoal,
    Role,
    Source,
    Target,
    TargetGroup,
    Theme,
)
from naravard.model.record import Record
from naravard.model.tables import Row, Table
from naravard.model.term_tables import (
    TERM_TABLES,
    TEXT_HEADINGS,
    Activity,
    Assessment,
    Assignment,
    Decision,
    Deviation,
    Focus,
    Funding,
    Lesson,
    Measurement,
    Risk,
)
from naravard.model.themes import STANDARD_THEMES, THEME_HEADINGS
from naravard.model.values import (
    ActivityStatus,
    ActorKind,
    AssignmentKind,
    Attainment,
    Citation,
    DecisionKind,
    DecisionStatus,
    DeviationFrom,
    Direction,
    DocumentLevel,
    IndicatorLevel,
    ItemStatus,
    LessonKind,
    Marker,
    MoneyUnit,
    PartialDate,
    Scale,
    Sex,
    TargetGroupKind,
    ThemeKind,
    ValueStatus,
)
