"""Words of change: verbs, nouns and comparatives that say that something rose or fell, and which governs a number."""

from __future__ import annotations

from types import MappingProxyType

from numbertext.extraction.grammar import LONG_TIMES, MEASURES
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist


def _forms(stems: str, direction: str) -> dict[str, str]:
    """Return the forms of regular verbs, given with the last letters that stay: `declin-e`."""
    forms: dict[str, str] = {}
    for stem in stems.split():
        base, _, silent = stem.partition("-")
        for ending in (silent, silent + "s", "es" if not silent else silent + "s", "ed", "ing"):
            forms[base + ending] = direction
    return forms


def _words(text: str, direction: str) -> dict[str, str]:
    return dict.fromkeys(text.split(), direction)


INTRANSITIVE = MappingProxyType(
    {
        **_forms(
            "increas-e climb jump surg-e soar expand gain improv-e advanc-e strengthen rebound recover"
            " accelerat-e escalat-e appreciat-e rocket harden steepen deepen tighten stiffen bounc-e"
            " heighten widen swell leap mushroom balloon inch edg-e"
            " spik-e tick spiral snowball firm ratchet warm",
            "up",
        ),
        **_words(
            "creep creeps crept creeping rise rises rose risen rising grow grows grew grown growing leapt up swollen",
            "up",
        ),
        **_forms(
            "decreas-e declin-e drop contract slip slid-e plung-e plummet tumbl-e slump weaken depreciat-e narrow"
            " diminish eas-e shrink lessen slow deteriorat-e worsen retreat subsid-e reced-e dwindl-e wan-e ebb"
            " soften flatten loosen erod-e decay fad-e nosediv-e crash collaps-e evaporat-e cool",
            "down",
        ),
        **_words(
            "fall falls fell fallen falling dropped dropping slipped slipping shrank shrunk slid down dip dips dipped"
            " dipping sank sunk sinking",
            "down",
        ),
        **_forms("chang-e mov-e shift fluctuat-e", ""),
    }
)
"""Verbs that the amount of the change may follow without `by`."""
TRANSITIVE = MappingProxyType(
    {
        **_forms(
            "rais-e lift boost extend lengthen enlarg-e augment upgrad-e elevat-e enhanc-e heighten"
            " hik-e bump top nudg-e inflat-e",
            "up",
        ),
        **_forms(
            "reduc-e lower shorten slash curtail weaken mitigat-e trim downgrad-e devalu-e shav-e"
            " par-e prun-e whittl-e squeez-e scal-e compress depress",
            "down",
        ),
        **_words("cut cuts cutting trimmed trimming slashed shed sheds shedding overspent", "down"),
        **_forms(
            "outnumber exceed outperform outpac-e outstrip surpass adjust revis-e alter differ overtak-e miss",
            "",
        ),
        **_words(
            "went gone goes going beat beats lag lags lagged exceeding undershot overshot broke break breaks broken"
            " breaking overran overrun overruns",
            "",
        ),
    }
)
"""Verbs whose amount of change needs `by`."""
LOSING = MappingProxyType(
    {
        **_words("lose loses lost losing shed sheds shedding forfeited", "down"),
        **_words("added adding regained recouped", "up"),
    }
)
"""Verbs whose object is the part of itself that something lost: `prices have lost a third`."""
NOUNS = MappingProxyType(
    {
        **_words(
            "increase increases rise rises growth gain gains jump surge improvement improvements expansion hike boost"
            " uptick upturn recovery rebound upswing uplift appreciation upsurge",
            "up",
        ),
        **_words(
            "decrease decreases decline declines drop drops fall falls reduction reductions cut cuts contraction slump"
            " dip downturn loss shrinkage slowdown devaluation depreciation deterioration shortening plunge",
            "down",
        ),
        **_words("change changes shift swing difference variation", ""),
    }
)
AWARDED = MappingProxyType(
    {**_words("award awards", "up"), **_words("target targets", "down"), **_words("rate pace", "")}
)
"""Nouns of a change beside a word that says so: `a pay award of 4 per cent`, `a reduction target of 30 per cent`."""
COMPARATIVES = MappingProxyType(
    {
        **_words(
            "more higher greater larger bigger longer faster better stronger older taller heavier wider above over"
            " dearer costlier warmer hotter later further farther deeper richer broader steeper",
            "up",
        ),
        **_words(
            "less fewer lower smaller shorter slower cheaper worse weaker younger lighter below under quicker earlier"
            " narrower colder cooler nearer poorer sooner lesser",
            "down",
        ),
    }
)
NOT_NOUNS = wordlist("going coming being exceeding moving missing beating")
BETWEEN = wordlist(
    "a an the another further only just some sharply slightly steeply nearly annually year-on-year"
    " overall by again even additional as on average modest mere also total"
)

GAUGED = (
    MEASURES
    | LONG_TIMES
    | wordlist(
        "metres metre kilometres centimetres millimetres tonnes hectares degrees places litres ranks"
        " positions feet inches miles percentage basis"
    )
)

HANDLED = wordlist("dropped moved slipped changed gained contracted shifted expanded")

GAUGED_AGAINST = wordlist(
    "the its their that target average last budget forecast plan expectations normal previous"
)

ENDS = frozenset((";", ":", "?", "!"))


def direction_of(word: str) -> str | None:
    """Return `up`, `down` or nothing for a word of change; None for any other word."""
    for table in (INTRANSITIVE, TRANSITIVE, NOUNS):
        if word in table:
            return table[word]
    return None


def direction_of_noun(word: str) -> str | None:
    """Return `up`, `down` or nothing for a noun of change, also in the plural and in -ing: `a tightening of`."""
    if word.endswith("ing") and word not in NOT_NOUNS:
        return INTRANSITIVE.get(word, TRANSITIVE.get(word))
    return NOUNS.get(word, NOUNS.get(word.removesuffix("s")))


def is_moving(page: TokenPage, index: int) -> bool:
    """Return whether a word of change stands before an index in its clause."""
    return mover_before(page, index) is not None


def mover_before(page: TokenPage, index: int, reach: int = 14) -> int | None:
    """Return the index of the nearest word of change before an index, in the same clause."""
    for at in range(index - 1, max(-1, index - 1 - reach), -1):
        if page.token(at).text in ENDS or page.token(at).kind == "break":
            return None
        if page.low(at) in ("while", "whereas", "but") or not page.same_sentence(at, index):
            return None
        if direction_of(page.low(at)) is not None or is_multiplier(page.low(at)):
            return at
    return None


def is_multiplier(word: str) -> bool:
    """Return whether a word says a multiple and so moves what follows `from`."""
    return word in _MULTIPLIERS or word.endswith("fold")


_MULTIPLIERS = wordlist(
    "doubled doubling doubles tripled trebled tripling halved halving quadrupled quintupled twice"
)
