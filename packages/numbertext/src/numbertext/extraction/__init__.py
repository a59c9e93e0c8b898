"""Finding the numbers of an English text and what each says; rules only, nothing learnt."""

from numbertext.extraction.extract import extract

__all__ = ["extract"]
