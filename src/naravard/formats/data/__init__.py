"""The paper's tables as open data: CSV, a data package and its description for catalogues."""
