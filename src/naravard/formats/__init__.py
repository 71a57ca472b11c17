"""A Document as HTML, PDF, Word, Excel and open data, each made from it alone."""
