"""Tracing what is published: from a figure or a cell to the lines of the files that it rests on."""
