"""Rules of the sources: one module a source, with a Pandera model for each of its tables."""
