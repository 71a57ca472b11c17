"""From executed notebooks to papers: run, put together, exported, published."""

import sys

# nbformat imports jsonschema, which imports this if it can, for a check (of IRIs) that no notebook asks for. It comes with
# JupyterLab and compiles a grammar when it is imported: seconds that each report would wait. Where it is already imported, as in
# JupyterLab's own server, it stays.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
