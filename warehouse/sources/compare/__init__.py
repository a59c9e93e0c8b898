"""Comparison of a vintage with the one before: settings, what is compared, and one module a kind of rule."""
