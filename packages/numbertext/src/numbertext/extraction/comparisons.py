"""The words of comparison, the comparator that each says, and what the same words mean elsewhere.

What a negation makes of them is `negation`; how wide each is read stands in `conditions.yaml`.
"""

from __future__ import annotations

from numbertext.extraction.wordlist import wordlist

LARGER = wordlist(
    "longer bigger older taller heavier wider deeper faster hotter warmer later farther further broader thicker"
    " dearer stronger richer steeper louder"
)
SMALLER = wordlist(
    "smaller shorter younger lighter narrower shallower slower colder cooler earlier nearer closer thinner cheaper"
    " weaker poorer worse quieter"
)
LEFT: dict[str, str] = {
    "exactly": "eq",
    "precisely": "eq",
    "more than": "gt",
    "over": "gt",
    "above": "gt",
    "exceeded": "gt",
    "exceeding": "gt",
    "exceeds": "gt",
    "exceed": "gt",
    "topped": "gt",
    "topping": "gt",
    "tops": "gt",
    "surpassed": "gt",
    "surpassing": "gt",
    "surpass": "gt",
    "surpasses": "gt",
    "pass": "gt",
    "passed": "gt",
    "passes": "gt",
    "passing": "gt",
    "crossed": "gt",
    "crossing": "gt",
    "a good": "gt",
    "upwards of": "gt",
    "upward of": "gt",
    "in excess of": "gt",
    "greater than": "gt",
    "higher than": "gt",
    "larger than": "gt",
    **{f"{word} than": "gt" for word in LARGER},
    "north of": "gt",
    "better than": "gt",
    ">": "gt",
    "at least": "ge",
    "at the least": "ge",
    "at the very least": "ge",
    "at a minimum": "ge",
    "min .": "ge",
    "a minimum of": "ge",
    "the minimum of": "ge",
    "minimum of": "ge",
    "a minimum": "ge",
    "minimum": "ge",
    "≥": "ge",
    "as few as": "ge",
    "as little as": "ge",
    "as low as": "ge",
    "as short as": "ge",
    "as small as": "ge",
    "fewer than": "lt",
    "less than": "lt",
    "under": "lt",
    "below": "lt",
    "lower than": "lt",
    **{f"{word} than": "lt" for word in SMALLER},
    "fell short of": "lt",
    "fall short of": "lt",
    "falls short of": "lt",
    "falling short of": "lt",
    "fallen short of": "lt",
    "short of": "lt",
    "<": "lt",
    "up to": "le",
    "as many as": "le",
    "as much as": "le",
    "as high as": "le",
    "as long as": "le",
    "at most": "le",
    "at the most": "le",
    "at the very most": "le",
    "max .": "le",
    "a maximum of": "le",
    "the maximum of": "le",
    "maximum of": "le",
    "up to a maximum of": "le",
    "a maximum": "le",
    "up to and including": "le",
    "≤": "le",
    "about": "about",
    "around": "about",
    "some": "about",
    "an estimated": "about",
    "estimated": "about",
    "roughly": "about",
    "approximately": "about",
    "approx": "about",
    "approx .": "about",
    "~": "about",
    "≈": "about",
    "circa": "about",
    "c .": "about",
    "c": "about",
    "ca": "about",
    "ca .": "about",
    "in the region of": "about",
    "in the order of": "about",
    "of the order of": "about",
    "on the order of": "about",
    "in the neighbourhood of": "about",
    "in the vicinity of": "about",
    "somewhere around": "about",
    "something like": "about",
    "more or less": "about",
    "an approximate": "about",
    "or so": "",
    "almost": "almost",
    "nearly": "almost",
    "close to": "almost",
    "just under": "almost",
    "just below": "almost",
    "just short of": "almost",
    "just shy of": "almost",
    "shy of": "almost",
    "approaching": "almost",
    "approached": "almost",
    "nearing": "almost",
    "virtually": "almost",
    "practically": "almost",
    "not quite": "almost",
    "little short of": "almost",
    "verging on": "almost",
    "bordering on": "almost",
    "near": "almost",
    "near to": "almost",
    "nigh on": "almost",
    "getting on for": "almost",
    "the best part of": "almost",
    "the better part of": "almost",
    "not far off": "almost",
    "not far short of": "almost",
}

SLIGHT = (
    ("just",),
    ("only", "just"),
    ("slightly",),
    ("a", "little"),
    ("little",),
    ("a", "bit"),
    ("a", "shade"),
    ("a", "fraction"),
    ("marginally",),
    ("fractionally",),
    ("narrowly",),
    ("a", "touch"),
    ("a", "whisker"),
    ("a", "hair"),
    ("ever", "so", "slightly"),
)

STRENGTHENING = (
    ("well",),
    ("far",),
    ("much",),
    ("considerably",),
    ("significantly",),
    ("substantially",),
    ("somewhat",),
    ("comfortably",),
    ("way",),
    ("a", "good", "deal"),
    ("a", "lot"),
    ("very",),
    ("rather",),
    ("easily",),
    ("still",),
    ("only",),
    ("even",),
)

RIGHT: dict[str, str] = {
    "or more": "ge",
    "or above": "ge",
    "or higher": "ge",
    "or over": "ge",
    "or greater": "ge",
    "or longer": "ge",
    "or better": "ge",
    "and above": "ge",
    "and over": "ge",
    "and more": "ge",
    "or older": "ge",
    "- plus": "ge",
    "plus": "ge",
    "+": "ge",
    "at least": "ge",
    "at a minimum": "ge",
    "or less": "le",
    "or fewer": "le",
    "or under": "le",
    "or below": "le",
    "or lower": "le",
    "or shorter": "le",
    "and below": "le",
    "at most": "le",
    "at the most": "le",
    "at a maximum": "le",
    "or so": "about",
    "- odd": "about",
    "odd": "about",
    "or thereabouts": "about",
    "give or take": "about",
}

PARTICLES = {
    "over": wordlist(
        "handed hand hands taken took take takes taking turned turn spread control presided presiding won"
        " jurisdiction stretched distributed stretching carried left crossed preside watch depreciated"
        " amortised amortized vehicles all written repayable paid payable"
    ),
    "under": wordlist(
        "organised placed operating grouped came come fall falls fell established listed carried due work"
    ),
    "around": wordlist(
        "built organised centred organized centered structured revolve revolves clustered based travelled"
    ),
    "about": wordlist(
        "complaints complaint information concerned talk talked think thought learn learned learnt questions"
        " report reports brought data"
    ),
    "near": wordlist("located situated based lives villages sites"),
    "above": wordlist("described listed floors"),
    "below": wordlist("described listed floors"),
    "estimated": wordlist("the its total"),
    "up to": wordlist(
        "add adds added adding sum sums summed come comes came coming amount amounts amounted total totals totalled"
        " picked pick picks stepped ramped scaled edged crept inched ticked pushed"
        " moved mount mounts mounted go goes went gone tot tots totted live lived measure measured"
    ),
}

PASSING = wordlist("pass passed passes passing crossed crossing")
"""Verbs that exceed a bare number and do something else to what is counted: `passed 12 laws`."""

DURATIVE = wordlist(
    "lasted last lasting lasts takes take taking took waiting wait waits waited spend spent spanning spans spanned"
    " averages average averaged stay stays stayed staying work works worked working serve serves served serving"
    " live lived survive survived stand stood sleep slept train trained practise practised years or for of in to"
    " is are was were be been being with at by from a an after until running ran run remained remain operated"
)
"""Words that an amount of time follows: `waited over 52 weeks` is a bound."""
OCCASIONS = wordlist(
    "sessions sittings rounds stages legs phases meetings hearings editions games matches instalments races"
    " episodes volumes quarters evenings mornings afternoons"
)
"""What follows one another, so that `over` says in how many: `heard over eleven sessions`."""
SPANNED = wordlist("off out down up back")
"""Small words behind a verb or a part, after which `over` says in what time: `written off over four years`."""
SPREAD = wordlist(
    "paid repaid charged recognised recognized delivered built completed released amortised amortized recovered"
    " invested collected measured tracked monitored followed observed trained recruited published held"
)
"""Participles after which `over` says in what time."""

TOPICS = wordlist(
    "pillars headings themes programmes agreements conventions laws frameworks heads categories grants"
    " regimes schemes rules arrangements facilities contracts objectives priorities goals components titles"
    " instruments articles projects windows"
)
