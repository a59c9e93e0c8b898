"""How well the numbers of labelled sentences are found: precision and recall of span, value, unit, comparator and kind.

    cd packages/numbertext/tests; python -m statements.scores statements/develop.jsonl [--errors]

For the span a found statement counts when its span is a label's span. For the other measures found and labelled
statements that overlap are compared field by field; one without a partner counts against precision or recall.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from numbertext import extract
from numbertext.statement import Statement
from statements.labelled import Label, Sentence, read_labelled

SAME = Decimal("0.00001")


@dataclass(frozen=True)
class Read:
    """A labelled sentence and what was found in it."""

    sentence: Sentence
    found: tuple[Statement, ...]

    @property
    def statements(self) -> list[Statement]:
        """What was found and not set aside."""
        return [item for item in self.found if item.set_aside is None]

    def pairs(self) -> list[tuple[Statement, Label]]:
        """Return found statements with the labels they overlap, one to one."""
        free = list(self.sentence.statements)
        pairs = []
        for item in self.statements:
            shared = [(_overlap(item, label), label) for label in free]
            most, label = max(shared, key=lambda pair: pair[0], default=(0, None))
            if label is not None and most > 0:
                pairs.append((item, label))
                free.remove(label)
        return pairs


@dataclass(frozen=True)
class Score:
    """Agreements, found and labelled: what precision and recall are made of."""

    right: int
    found: int
    labelled: int

    @property
    def precision(self) -> float:
        """Share of the found that is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the labelled that is found and right."""
        return self.right / self.labelled if self.labelled else 1.0


def _overlap(item: Statement, label: Label) -> int:
    return min(item.end, label.end) - max(item.start, label.start)


def _same_number(one: Decimal | None, other: Decimal | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= SAME * max(abs(one), abs(other))


def _same_value(item: Statement, label: Label) -> bool:
    if label.comparator == "between" or item.comparator == "between":
        return _same_number(item.low, label.low) and _same_number(item.high, label.high)
    return _same_number(item.value, label.value)


FIELDS: dict[str, Callable[[Statement, Label], bool]] = {
    "span": lambda item, label: (item.start, item.end) == (label.start, label.end),
    "value": _same_value,
    "unit": lambda item, label: item.unit == label.unit,
    "comparator": lambda item, label: item.comparator == label.comparator,
    "kind": lambda item, label: item.kind == label.kind,
}


def read_all(path: Path) -> list[Read]:
    """Return the sentences of a file with what is found in them."""
    return [Read(item, tuple(extract(item.text))) for item in read_labelled(path)]


def scores(reads: Sequence[Read]) -> dict[str, Score]:
    """Return the score of each field, and of what is set aside (span overlaps; reason)."""
    pairs = [pair for read in reads for pair in read.pairs()]
    found = sum(len(read.statements) for read in reads)
    labelled = sum(len(read.sentence.statements) for read in reads)
    result = {
        name: Score(sum(same(*pair) for pair in pairs), found, labelled)
        for name, same in FIELDS.items()
    }
    right = sum(all(same(*pair) for same in FIELDS.values()) for pair in pairs)
    result["all five"] = Score(right, found, labelled)
    asides = [
        (item, label)
        for read in reads
        for item in read.found
        for label in read.sentence.set_aside
        if item.set_aside and _overlap(item, label) > 0
    ]
    aside_found = sum(item.set_aside is not None for read in reads for item in read.found)
    aside_labelled = sum(len(read.sentence.set_aside) for read in reads)
    spans = sum((item.start, item.end) == (label.start, label.end) for item, label in asides)
    reasons = sum(item.set_aside == label.reason for item, label in asides)
    result["aside span"] = Score(spans, aside_found, aside_labelled)
    result["aside reason"] = Score(reasons, aside_found, aside_labelled)
    return result


def uncovered(reads: Sequence[Read]) -> int:
    """Return how many digits lie in no record."""
    return sum(
        character.isdecimal() and not any(item.start <= at < item.end for item in read.found)
        for read in reads
        for at, character in enumerate(read.sentence.text)
    )


def differences(read: Read) -> Iterator[str]:
    """Yield a line for each disagreement."""
    pairs = read.pairs()
    for item, label in pairs:
        wrong = [name for name, same in FIELDS.items() if not same(item, label)]
        if wrong:
            yield f"{','.join(wrong)}: {_shown(item)}  <>  {_labelled(read, label)}"
    for item in read.statements:
        if all(item is not one for one, _ in pairs):
            yield f"spurious: {_shown(item)}"
    for label in read.sentence.statements:
        if all(label is not one for _, one in pairs):
            yield f"missing: {_labelled(read, label)}"
    for label in read.sentence.set_aside:
        said = [item for item in read.found if _overlap(item, label) > 0]
        if [(item.start, item.end, item.set_aside) for item in said] != [
            (label.start, label.end, label.reason)
        ]:
            shown = " + ".join(map(_shown, said)) or "nothing"
            yield f"aside: {shown}  <>  {read.sentence.text[label.start : label.end]!r} {label.reason}"


def _shown(item: Statement) -> str:
    if item.set_aside:
        return f"{item.text!r} {item.set_aside} [{item.rule}]"
    value = f"{item.low}..{item.high}" if item.comparator == "between" else item.value
    return f"{item.text!r} {item.kind} {value} {item.unit!r} {item.comparator} [{item.rule}]"


def _labelled(read: Read, label: Label) -> str:
    text = read.sentence.text[label.start : label.end]
    value = f"{label.low}..{label.high}" if label.comparator == "between" else label.value
    return f"{text!r} {label.kind} {value} {label.unit!r} {label.comparator}"


def main() -> None:
    """Print the scores of a file, and with --errors each disagreement."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--errors", action="store_true")
    given = parser.parse_args()
    started = time.perf_counter()
    reads = read_all(given.file)
    seconds = time.perf_counter() - started
    if given.errors:
        for read in reads:
            lines = list(differences(read))
            if lines:
                print(read.sentence.id, read.sentence.text, *lines, sep="\n    ")
    print(f"{'':14}{'precision':>10}{'recall':>10}{'right':>8}{'found':>8}{'labelled':>10}")
    for name, score in scores(reads).items():
        print(
            f"{name:14}{score.precision:10.4f}{score.recall:10.4f}{score.right:8}{score.found:8}"
            f"{score.labelled:10}"
        )
    reasons = Counter(item.set_aside for read in reads for item in read.found if item.set_aside)
    print("set aside:", ", ".join(f"{reason} {count}" for reason, count in reasons.most_common()))
    unresolved = sum(item.kind == "unresolved" for read in reads for item in read.found)
    print(f"unresolved: {unresolved}   digits in no record: {uncovered(reads)}")
    print(f"{len(reads)} sentences in {1000 * seconds:.0f} ms")


if __name__ == "__main__":
    main()
