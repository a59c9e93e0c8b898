"""Layouts as declared: what a file is said to be like, read from source.yaml. Following it belongs to others."""
