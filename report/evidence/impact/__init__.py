"""What depends on a source, a vintage, a file or one line: the way from the raw rows to what is published."""
