"""From files to grids: the bytes of a CSV file or a workbook as cells that know their file, sheet, row and column."""
