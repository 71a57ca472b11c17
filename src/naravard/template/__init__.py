"""The folder that a municipality fills in: plan.toml and workbooks with a sheet for every table."""

from naravard.template.folder import new_project, new_term

__all__ = ["new_project", "new_term"]
