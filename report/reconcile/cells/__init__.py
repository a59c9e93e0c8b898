"""Claims over more than one cell: which cells they are of, the formula, and whether the cells bear them out."""
