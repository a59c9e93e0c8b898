"""What a vintage that comes in would do to the figures of the open editions."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from report.edition import gather
from report.evidence.withheld_problems import closed_of_plan
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.trial import EditionTrial
from warehouse.problems import ShownProblem


@dataclass(frozen=True)
class FigureChange:
    """A figure as it is published, and as it would be; empty where there is none."""

    id: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Effect:
    """What a vintage does to one open edition.

    Attributes:
        edition: Its name.
        is_draft: Whether nobody has registered it yet.
        figures: Figures whose wording changes, appears or goes.
        errors: What blocks with the vintage and not without it, as it may be shown.
    """

    edition: str
    is_draft: bool
    figures: tuple[FigureChange, ...]
    errors: tuple[ShownProblem, ...]

    def to_json(self) -> dict[str, object]:
        """Return it as `check --json` prints it."""
        return {
            "edition": self.edition,
            "draft": self.is_draft,
            "figures": [asdict(figure) for figure in self.figures],
            "problems": [shown.problem.as_dict() for shown in self.errors],
        }


def effect_of(trial: EditionTrial) -> Effect:
    """Return what a vintage does to an edition that was planned with it."""
    before, after = _figures(trial.before), _figures(trial.after)
    changes = [
        FigureChange(id, _label(id, before, after), _display(id, before), _display(id, after))
        for id in dict.fromkeys([*before, *after])
    ]
    return Effect(
        trial.edition,
        trial.is_draft,
        tuple(change for change in changes if change.before != change.after),
        tuple(closed_of_plan(trial.after.plan, trial.new_errors)),
    )


_Figures = dict[str, tuple[str, str]]


def _figures(build: EditionBuild | None) -> _Figures:
    """Return label and wording of each figure that can be worked out."""
    found = gather(build).figures if build else []
    return {f.published.id: (f.published.label, f.published.display) for f in found}


def _label(id: str, *figures: _Figures) -> str:
    return next(found[id][0] for found in figures if id in found)


def _display(id: str, figures: _Figures) -> str:
    return figures[id][1] if id in figures else ""
