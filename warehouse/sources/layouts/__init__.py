"""Layouts: what is declared of a file so that it is read as it came; each stage stands in a module of its own."""
