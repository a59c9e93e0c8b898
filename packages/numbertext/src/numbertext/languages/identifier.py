"""Which language a text is in, by py3langid, whose model is part of its package: nothing is fetched.

"Die Zahl stieg auf 300.000."   ->  de, with 0.00 for English
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from numbertext.extraction.wordlist import wordlist

ENGLISH = "en"
NAMES = Path(__file__).with_name("names.yaml")
LEFT_OUT = wordlist(
    "pcm grc hbo la vo zxx ace an ary arz bcl ext fuv gcf gcr guw lij ltg sdh uzs vec wa wuu yue"
)
"""Nigerian Pidgin, whose words are those of English; and languages that reports are hardly written in, which short
texts of their neighbours are taken for otherwise."""


class Likelihood(NamedTuple):
    """How likely a text is in which language.

    Attributes:
        best: ISO 639 code of the most likely language that is not English.
        english: Probability of English, 0 to 1.
    """

    best: str
    english: float


def likelihood(text: str) -> Likelihood:
    """Return how likely a text is in English, and in which other language if not."""
    ranked: list[tuple[str, float]] = _model().rank(text)
    best = next(code for code, _ in ranked if code != ENGLISH)
    return Likelihood(best, dict(ranked)[ENGLISH])


def language_name(code: str) -> str:
    """Return the English name of a language by its code; the code itself where it has none here."""
    return _names().get(code, code)


@cache
def _model() -> LanguageIdentifier:
    # Half a second, which a text whose words are plainly English does without.
    identifier: LanguageIdentifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in identifier.labels if code not in LEFT_OUT])
    return identifier


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = yaml.safe_load(NAMES.read_text(encoding="utf-8"))
    return names
