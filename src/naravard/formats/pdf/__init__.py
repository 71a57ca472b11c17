"""The paper as an accessible, archivable PDF, by Typst."""
