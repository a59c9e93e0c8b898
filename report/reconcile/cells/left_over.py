"""What neither its cells nor its operation explain of a claim: words, places, measures and numbers that are left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from report.reconcile.cells.claim import Claim
from report.reconcile.cells.scene import MeasureSaid, PlaceSaid, Scene, is_of
from report.reconcile.modes import mode_of
from report.reconcile.neutral import is_neutral
from report.reconcile.place_names import is_world_word
from report.reconcile.rates import base_said
from report.reconcile.words import raw_words, root_of, roots

_MOVES = re.compile(
    r"\b(?:ris(?:e|es|en|ing)|rose|grow\w*|grew|increas\w+|decreas\w+|fall(?:s|en|ing)?|fell|declin\w+|drop\w*|sank|sink\w*"
    r"|climb\w*|improv\w+|jump\w*|chang\w+|gain\w*|growth|reduc\w+|swing|movement)\b(?!\s+to\s+(?:a|an|its|their|the)\b)",
    re.I,
)
_ONGOING = re.compile(
    r"\b(?:since|until|till|before|after|between|from|through)\s+(?:the\s+)?(?:(?:end|start|beginning)\s+of\s+)?(?:19|20)\d\d\b",
    re.I,
)
_SIZED = re.compile(
    r"\b(large|larger|big|bigger|great|small|smaller|huge|good|bad|strong|weak|high|low|long|different|same|several|many"
    r"|some|real|recent|current|final|last|first|full)\s+([^\W\d_]+)",
    re.I,
)
_THAN_ALL = re.compile(
    r"\b(?:than|as)\s+(?:in\s+|on\s+)?(?:the\s+)?(?:any|all|every|each|most|some|other|others|rest)\b",
    re.I,
)
_PER_TIME = re.compile(
    r"\b(?:a|an|per|each|every)\s+(?:day|week|weekday|month|quarter|hour|minute|season|year)\b|\b(?:daily|weekly|monthly|hourly|quarterly)\b",
    re.I,
)
TABLE = Path(__file__).with_name("operation_words.yaml")


def left_over(scene: Scene, claim: Claim, whole: frozenset[str]) -> list[str]:
    """Return what keeps a clause from being a claim over these cells and nothing else; empty where nothing does.

    Args:
        scene: The clause.
        claim: The claim.
        whole: Roots of the words that name whose report it is.
    """
    found = [f"“{scene.text[p.start : p.end]}”" for p in scene.places if not _knows_place(claim, p)]
    mine = {id(cell.quantity) for cell in claim.cells}
    foreign = [m for m in scene.measures if not any(id(q) in mine for q in m.quantities)]
    found += [f"“{scene.text[m.start : m.end]}”" for m in foreign if not _in_scope(scene, claim, m)]
    taken = set(claim.numbers)
    found += [f"“{n.text}”" for n in scene.numbers if (n.start, n.end) not in taken]
    found += _words(scene, claim, whole)
    found += _sized(scene, claim)
    found += [f"“{said[0]}”" for said in _narrowed(scene, claim)]
    base = base_said(scene.context)
    if base and claim.kind != "average" and root_of(base) not in _known(claim):
        found.append(f"a count, not one per {base}")
    mode = mode_of(scene.context, frozenset(["not"]) if claim.kind == "complement" else frozenset())
    if mode:
        found.append(f"a plain fact, not something {mode}")
    return list(dict.fromkeys(found))


def _narrowed(scene: Scene, claim: Claim) -> Iterator[re.Match[str]]:
    """Yield what makes it another claim although its words narrow nothing: a change, a time that goes on."""
    patterns = [_MOVES]
    if claim.kind != "record":
        patterns.append(_THAN_ALL)
    if claim.kind not in ("record", "average"):
        patterns.append(_ONGOING)
    if claim.kind != "average" or len({id(cell.quantity) for cell in claim.cells}) > 1:
        patterns.append(_PER_TIME)
    for pattern in patterns:
        yield from pattern.finditer(scene.text, scene.start, scene.end)


def _sized(scene: Scene, claim: Claim) -> list[str]:
    """Return adjectives of size and kind right before what the places are called: `among the large lines`."""
    return [
        f"“{found.group(1)}”"
        for found in _SIZED.finditer(scene.text, scene.start, scene.end)
        if claim.scope and root_of(found.group(2)) in claim.scope
    ]


def _knows_place(claim: Claim, place: PlaceSaid) -> bool:
    if any(is_of(cell.quantity, place) for cell in claim.cells):
        return True
    return bool(claim.scope) and all(root_of(word) in claim.scope for word in place.phrase)


def _in_scope(scene: Scene, claim: Claim, measure: MeasureSaid) -> bool:
    """Return whether a measure only says among which places a claim ranks, or what the column is ranked by."""
    if not claim.scope:
        return False
    said = roots(scene.text[measure.start : measure.end])
    is_of_places = any(claim.scope & roots(q.figure.unit) for q in measure.quantities)
    return (is_of_places and said <= claim.scope) or said <= _known(claim)


def _words(scene: Scene, claim: Claim, whole: frozenset[str]) -> list[str]:
    known = _known(claim) | claim.scope | whole | _operation_words(claim.kind)
    spans = [(p.start, p.end) for p in scene.places]
    spans += [(m.start, m.end) for m in scene.measures]
    spans += [(o.start, o.end) for o in (*scene.dates, *scene.numbers, scene.statement)]
    spans += claim.cues
    has_world = any(
        is_world_word(word)
        for cell in claim.cells
        for name in cell.quantity.figure.place
        for word in name.split()
    )
    return [
        f"“{word}”"
        for at, word in raw_words(scene.text, scene.start, scene.end)
        if not any(start <= at < end for start, end in spans)
        and root_of(word) not in known
        and not is_neutral(word, is_change=False, has_period=bool(scene.dates))
        and not (has_world and is_world_word(word))
    ]


def _known(claim: Claim) -> frozenset[str]:
    """Return the roots of what the cells say of themselves; how they are added up again says nothing to a reader."""
    found: set[str] = set()
    for cell in claim.cells:
        for figure in cell.quantity.figures:
            said = figure.label, figure.unit, figure.display, figure.period
            row = (str(value) for value in figure.key.values())
            words = (*said, *figure.terms, *figure.place, *figure.explains, *row)
            found |= roots(" ".join(words))
        found |= roots(cell.reading.words)
    return frozenset(found)


@cache
def _operation_words(kind: str) -> frozenset[str]:
    words = yaml.safe_load(TABLE.read_text(encoding="utf-8"))[kind]
    return frozenset(map(str, words)) | frozenset(map(root_of, map(str, words)))
