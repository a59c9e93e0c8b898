"""Words of comparison around a number, and the comparator that each says."""

from __future__ import annotations

from dataclasses import replace

from report.reconcile.extraction.draft import Draft
from report.reconcile.extraction.grammar import LONG_TIMES, STOPS, is_past, is_plural
from report.reconcile.extraction.page import Page
from report.reconcile.extraction.wordlist import wordlist

LEFT: dict[str, str] = {
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
    "passed the": "",
    "upwards of": "gt",
    "upward of": "gt",
    "in excess of": "gt",
    "greater than": "gt",
    "higher than": "gt",
    "larger than": "gt",
    "longer than": "gt",
    "bigger than": "gt",
    "north of": "gt",
    "better than": "gt",
    ">": "gt",
    "at least": "ge",
    "no fewer than": "ge",
    "no less than": "ge",
    "not less than": "ge",
    "not fewer than": "ge",
    "no lower than": "ge",
    "not below": "ge",
    "a minimum of": "ge",
    "the minimum of": "ge",
    "minimum of": "ge",
    "a minimum": "ge",
    "minimum": "ge",
    "≥": "ge",
    "fewer than": "lt",
    "less than": "lt",
    "under": "lt",
    "below": "lt",
    "lower than": "lt",
    "smaller than": "lt",
    "shorter than": "lt",
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
    "no more than": "le",
    "not more than": "le",
    "no greater than": "le",
    "no higher than": "le",
    "no longer than": "le",
    "no later than": "le",
    "not exceeding": "le",
    "not exceed": "le",
    "never exceeded": "le",
    "at most": "le",
    "at the most": "le",
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
}
SLIGHT = (
    ("just",),
    ("only", "just"),
    ("slightly",),
    ("a", "little"),
    ("a", "bit"),
    ("a", "shade"),
    ("a", "fraction"),
    ("marginally",),
    ("fractionally",),
)
STRONG = (
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
_LEFT = sorted(
    ((tuple(key.split()), value) for key, value in LEFT.items() if value),
    key=lambda item: -len(item[0]),
)
_RIGHT = sorted(
    ((tuple(key.split()), value) for key, value in RIGHT.items()), key=lambda item: -len(item[0])
)
_RIGHT_BY_FIRST: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _phrase, _comparator in _RIGHT:
    _RIGHT_BY_FIRST.setdefault(_phrase[0], []).append((_phrase, _comparator))
_LEFT_BY_LAST: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _phrase, _comparator in _LEFT:
    _LEFT_BY_LAST.setdefault(_phrase[-1], []).append((_phrase, _comparator))

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
}
DURATIVE = wordlist(
    "lasted last lasting lasts takes take taking waiting wait spend spanning averages average stay"
    " staying work working serving serve years or"
)
TOPICS = wordlist(
    "pillars headings themes programmes agreements conventions laws frameworks heads categories grants"
    " contracts objectives priorities goals components titles instruments articles projects windows"
)


def modified(page: Page, draft: Draft, taken: set[int]) -> Draft:
    """Return a claim with the words of comparison around it."""
    if draft.kind in ("ordinal", "decade", "occurrence", "vague") and draft.kind != "occurrence":
        return draft
    if draft.kind == "occurrence":
        return _inner(page, draft)
    draft = _left(page, draft, taken)
    return _right(page, draft, taken) if not draft.hedge else draft


def _inner(page: Page, draft: Draft) -> Draft:
    """Read the comparison inside `first time in more than 20 years`."""
    for at in range(draft.first + 1, draft.last):
        for phrase, comparator in _LEFT_BY_LAST.get(page.low(at), ()):
            start = at - len(phrase) + 1
            if start > draft.first and page.matches(start, phrase) and at + 1 in page.numerals:
                return replace(draft, comparator=comparator, hedge=" ".join(phrase))
    return draft


def _left(page: Page, draft: Draft, taken: set[int]) -> Draft:
    found = _phrase_before(page, draft.first, draft)
    if found is None:
        return draft
    start, comparator = found
    outer = _phrase_before(page, start, draft)
    if outer and comparator != "gt" and outer[1] != "lt":
        start, comparator = outer[0], outer[1] if comparator == "about" else comparator
    if any(at in taken for at in range(start, draft.first)):
        return draft
    hedge = " ".join(page.low(at) for at in range(start, draft.first))
    kept = "between" if draft.comparator == "between" else comparator
    if draft.kind == "vague":
        kept = draft.comparator
    return replace(draft, first=start, comparator=kept, hedge=hedge)


def _phrase_before(page: Page, end: int, draft: Draft) -> tuple[int, str] | None:
    for phrase, comparator in _LEFT_BY_LAST.get(page.low(end - 1), ()):
        start = end - len(phrase)
        if start < 0 or not page.matches(start, phrase) or not page.same_sentence(start, end):
            continue
        if len(phrase) == 1 and _is_particle(page, start, draft):
            return None
        return _with_intensifier(page, start, comparator, phrase)
    return None


def _with_intensifier(
    page: Page, start: int, comparator: str, phrase: tuple[str, ...]
) -> tuple[int, str]:
    slight = page.precedes(start, SLIGHT)
    if (slight < start and comparator in ("gt", "lt", "almost")) or (
        slight < start and phrase == ("about",)
    ):
        return slight, "almost" if comparator == "lt" else comparator
    strong = page.precedes(start, STRONG)
    if (
        strong < start
        and comparator in ("gt", "lt")
        and page.low(strong) not in ("only", "even", "still")
    ):
        return strong, comparator
    if strong < start and page.low(strong) == "very" and comparator == "almost":
        return strong, comparator
    if page.low(start - 1) == "to" and comparator == "gt" and page.low(start - 2) == "not":
        return start, "le"
    if (
        page.low(start - 1) in ("not", "never", "no")
        and comparator in ("gt", "lt")
        and phrase[-1] == "than"
    ):
        return start - 1, "le" if comparator == "gt" else "ge"
    return start, comparator


def _is_particle(page: Page, at: int, draft: Draft) -> bool:
    """Return whether `over`, `under`, `around` belongs to something else: `handed over 50`, `under three pillars`."""
    word, before = page.low(at), page.low(at - 1)
    if before in PARTICLES.get(word, ()):
        return True
    if word == "near" and draft.kind == "cardinal" and not page.starts_sentence(at):
        return True
    if word == "c":
        return page.low(at + 1) != "." and not page.is_glued(at + 1)
    if word == "under" and draft.kind == "cardinal":
        return any(page.low(spot) in TOPICS for spot in range(draft.last, draft.last + 4))
    if word == "minimum":
        return before not in ("a", "the")
    return word == "over" and _is_repayment(page, at, draft)


def _is_repayment(page: Page, at: int, draft: Draft) -> bool:
    """Return whether `over` gives the time that something takes: `and over 50 years on buildings`."""
    is_time = draft.kind == "cardinal" and page.low(draft.last) in LONG_TIMES
    before = page.low(at - 1)
    is_lasting = before in DURATIVE or before in STOPS - {"and"} or is_past(before)
    return is_time and not is_lasting and page.is_word(at - 1)


def _right(page: Page, draft: Draft, taken: set[int]) -> Draft:
    for offset in (0, 1):
        at = draft.last + offset
        if offset and not (draft.kind == "cardinal" and is_plural(page.low(draft.last))):
            break
        for phrase, comparator in _RIGHT_BY_FIRST.get(page.low(at), ()):
            if page.matches(at, phrase) and _is_suffix(page, at, phrase, offset):
                last = at + len(phrase)
                if any(spot in taken for spot in range(draft.last, last)):
                    return draft
                kept = "between" if draft.comparator == "between" else comparator
                hedge = " ".join(word for word in phrase if word != "-")
                return replace(
                    draft,
                    last=last,
                    comparator=kept,
                    hedge=hedge,
                    noun_at=draft.noun_at
                    if offset
                    else (last if draft.noun_at is not None else None),
                )
    return draft


def _is_suffix(page: Page, at: int, phrase: tuple[str, ...], offset: int) -> bool:
    after = page.low(at + len(phrase))
    if phrase in (("+",), ("-", "odd"), ("-", "plus")):
        return page.is_glued(at) and not offset
    if phrase == ("plus",):
        return not offset and is_plural(after)
    if phrase[0] == "at":
        return (not offset and (after in (",", ".", ";", ")") or not after)) or (
            offset == 1 and not after.isalnum()
        )
    if phrase == ("odd",):
        return is_plural(after) and not offset
    return phrase not in (("or", "more"), ("or", "less")) or after != "than"
