"""The figure catalogue: which cells are published, how they are rounded and how they may be said."""
