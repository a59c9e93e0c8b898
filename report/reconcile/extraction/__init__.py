"""Finding the numbers of an English text and what each says; rules only, nothing learnt."""

from report.reconcile.extraction.extract import extract

__all__ = ["extract"]
