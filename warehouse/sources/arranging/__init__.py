"""Rows and columns as a layout arranges them: from the cells of a file to the batches that any reader hands on."""
