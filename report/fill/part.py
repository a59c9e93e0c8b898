"""One part of a Word file: placeholders filled, controls of figures set anew; every other byte is as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.sax.saxutils import escape

from report.fill.control import control_bytes, renamed
from report.fill.placeholders import PLACEHOLDER, Slot, cut, filled, names_in
from report.fill.scanning import Control, Run, Scanned, Text, scanned
from report.fill.wording import Wordings

_KEEPS_SPACE = b' xml:space="preserve"'
_OBJECT = "\ufffc"
Edit = tuple[int, int, bytes]


class KeptControl(NamedTuple):
    """A control that was left as it is.

    Attributes:
        name: What it names.
        text: What stands in it.
        published: What would be filled.
        why: Why it was left.
    """

    name: str
    text: str
    published: str
    why: str


@dataclass
class FilledPart:
    """A part of a file, filled.

    Attributes:
        content: Its bytes.
        names: What was filled in, in the order of the part: placeholders, and controls that were brought up to date.
        unbound: What was filled in at places where no control may stand.
        kept: Controls that were left as they are.
        same: How many controls say already what is published.
    """

    content: bytes
    names: list[str] = field(default_factory=list)
    unbound: list[str] = field(default_factory=list)
    kept: list[KeptControl] = field(default_factory=list)
    same: int = 0


def names_of(data: bytes, known: Wordings) -> list[str]:
    """Return what the placeholders of a part name, and its controls; those of controls as they are known."""
    part = scanned(data)
    names = [name for texts in part.paragraphs for name in names_in("".join(_pieces(texts)))]
    for control in part.controls:
        written = names_in("".join(text.words for text in control.texts))
        names += written or [_named(control, known)]
    return names


def filled_part(data: bytes, known: Wordings) -> FilledPart:
    """Return a part with every placeholder filled and every control of a figure set anew."""
    part = scanned(data)
    done = FilledPart(data)
    edits = [*_of_paragraphs(data, part, known, done), *_of_controls(data, part, known, done)]
    pieces, at = [], 0
    # A text box is closed before the paragraph that it hangs on: paragraphs are not in the order of their texts.
    for start, end, content in sorted(edits):
        pieces += [data[at:start], content]
        at = end
    done.content = b"".join([*pieces, data[at:]])
    return done


def _pieces(texts: Sequence[Text]) -> list[str]:
    """Return what the texts of a paragraph say; one in a control is no part of a placeholder around it."""
    return [_OBJECT if text.control else text.words for text in texts]


def _of_paragraphs(data: bytes, part: Scanned, known: Wordings, done: FilledPart) -> Iterator[Edit]:
    for texts in part.paragraphs:
        for text, pieces in zip(texts, cut(_pieces(texts)), strict=True):
            names = [piece.name for piece in pieces if isinstance(piece, Slot)]
            words = "".join(known.texts[p.name] if isinstance(p, Slot) else p for p in pieces)
            if text.control or (not names and words == text.words):
                continue
            done.names += names
            if names and text.run is not None and text.run.can_bind:
                yield _bound(data, text, text.run, pieces, known)
            else:
                done.unbound += names
                yield _said(data, text, words)


def _said(data: bytes, text: Text, words: str) -> Edit:
    """Return the edit that lets a text say other words."""
    return text.tag[0], text.end, _start_of(data, text, words) + _escaped(words)


def _bound(
    data: bytes, text: Text, run: Run, pieces: Sequence[str | Slot], known: Wordings
) -> Edit:
    """Return the edit that parts a run where its placeholders stand, and puts a control in place of each."""
    start, end = text.tag[0], text.after
    head = data[slice(*run.tag)] + _properties(data, run)
    close = data[text.end : text.after]
    shut = _shut(data, run)
    made: list[bytes] = []
    is_open = True
    if text.number == 1 and isinstance(pieces[0], Slot):
        start, is_open = run.tag[0], False
    for piece in pieces:
        if isinstance(piece, Slot):
            made += [shut] if is_open else []
            made.append(control_bytes(data, run, piece.name, known, _properties(data, run)))
            is_open = False
        else:
            made += [] if is_open else [head]
            made.append(_start_of(data, text, piece) + _escaped(piece) + close)
            is_open = True
    if not is_open and text.number < run.children:
        made.append(head)
    elif not is_open:
        end = run.end
    return start, end, b"".join(made)


def _properties(data: bytes, run: Run) -> bytes:
    """Return a run's properties without what must not be said twice."""
    at, pieces = run.properties[0], []
    for start, end in run.once:
        pieces.append(data[at:start])
        at = end
    return b"".join([*pieces, data[at : run.properties[1]]])


def _shut(data: bytes, run: Run) -> bytes:
    name = re.match(rb"<([^\s/>]+)", data[slice(*run.tag)])
    return b"</" + (name[1] if name else b"") + b">"


def _start_of(data: bytes, text: Text, words: str) -> bytes:
    """Return a text's start tag, with the mark without which Word drops a blank at the end of the words."""
    tag = data[slice(*text.tag)]
    if words != words.strip() and b"xml:space" not in tag:
        return tag[:-1] + _KEEPS_SPACE + b">"
    return tag


def _escaped(words: str) -> bytes:
    return escape(words).encode("utf-8")


def _named(control: Control, known: Wordings) -> str:
    bound = control.bound
    return (bound.known(known.texts) or bound.name) if bound else ""


def _of_controls(data: bytes, part: Scanned, known: Wordings, done: FilledPart) -> Iterator[Edit]:
    for control in part.controls:
        said = "".join(text.words for text in control.texts)
        alone = PLACEHOLDER.fullmatch(said.strip())
        name = alone[1] if alone else _named(control, known)
        published = known.texts[name]
        why = _why_kept(control, said, published, is_asked=alone is not None)
        if why:
            done.kept.append(KeptControl(name, " ".join(said.split()), published, why))
            after = filled([text.words for text in control.texts], known.texts)
        elif " ".join(said.split()) == " ".join(published.split()):
            done.same += 1
            after = [text.words for text in control.texts]
        else:
            done.names.append(name)
            after = [published, *("" for _ in control.texts[1:])]
        for text, words in zip(control.texts, after, strict=True):
            if words != text.words:
                yield _said(data, text, words)
        if not why:
            yield from renamed(data, control, known.bound(name))


def _why_kept(control: Control, said: str, published: str, *, is_asked: bool) -> str:
    """Return why a control is left as it is; empty where it is not."""
    bound = control.bound
    if control.is_nested:
        return "a control of a figure stands in another"
    if control.is_prompt or not control.texts:
        return "it was emptied, and shows what to enter only"
    is_ours = bound is not None and bound.is_untouched(said)
    if is_asked or is_ours or not said.strip() or said.split() == published.split():
        return ""
    if "{{" in said:
        return "more than a placeholder was written into it"
    return "its text was changed by hand"
