"""Ids are checked where they are read: every hostile one, in every place that an id comes from."""

import shutil

import pytest

from report.figures.catalogue import load_catalogue
from report.reconcile.bindings import load_decisions
from report.release.revisions import revisions
from warehouse.builder.adding import add_vintage
from warehouse.builder.arrival import Arrival
from warehouse.builder.generation import Generations
from warehouse.edition import load_edition
from warehouse.errors import DefinitionError
from warehouse.identifiers import LONGEST
from warehouse.model import load_models
from warehouse.sources.register import load_source

CLIMBING = ("../../../evil", "..", "/etc/passwd", "a/b", "a\\b", "C:evil", "~")
STEERING = ("a\x1b[31mb", "a\u202eb", "a\nb", "a b", " a", "a\u200b", "a\x00", "\u0430dmin")
FORMULAS = ("=1+1", "+a", "@a", "-a", "a|b", "a`b", "a'b", 'a"b', "<b>", "a;b", "a$b", "a%b", "")
SYSTEMS = ("con", "NUL", "lpt1", "a.", "a.b", ".a", "a" * (LONGEST + 1), "e\u0301", "٢٠٢٢")
HOSTILE = (*CLIMBING, *STEERING, *FORMULAS, *SYSTEMS)


def quoted(text):
    """A text as a double-quoted scalar of YAML."""
    signs = {'"': '\\"', "\\": "\\\\"}
    shown = (
        signs.get(c, c if c.isascii() and c.isprintable() else f"\\u{ord(c):04x}") for c in text
    )
    return f'"{"".join(shown)}"'


def replaced(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def figure(project, name):
    replaced(project.figures, "id: harvest_north", f"id: {quoted(name)}")
    load_catalogue(project)


def source(project, name):
    load_source(project, name)


def pin(project, name):
    replaced(project.editions / "2020.yaml", "  harvest:", f"  {quoted(name)}:")
    load_edition(project, "2020")


def pinned_vintage(project, name):
    replaced(project.editions / "2020.yaml", "harvest: 2021-02-01", f"harvest: {quoted(name)}")
    load_edition(project, "2020")


def raw_table(project, name):
    replaced(project.raw / "harvest" / "source.yaml", "  crops:", f"  {quoted(name)}:")
    load_source(project, "harvest")


def vintage(project, name):
    replaced(project.raw / "harvest" / "source.yaml", "  2021-02-01:", f"  {quoted(name)}:")
    load_source(project, "harvest")


def new_vintage(project, name):
    add_vintage(project, Arrival("harvest", name, [("", project.figures)]))


def edition(project, name):
    load_edition(project, name)


def generation(project, name):
    Generations(project, name)


def release(project, name):
    revisions(project, name)


def fingerprint(project, name):
    decided = f"statements: [{{fingerprint: {quoted(name)}, sentence: s, number: n, by: b, "
    path = project.editions / "2020.statements.yaml"
    path.write_text(f"{decided}on: 2021-01-01, figure: harvest_north}}]\n", encoding="utf-8")
    load_decisions(project, "2020", load_catalogue(project))


PLACES = (
    *(figure, source, pin, pinned_vintage, raw_table, vintage, new_vintage),
    *(edition, generation, release, fingerprint),
)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_a_hostile_id_is_refused_where_it_is_read(toy, tmp_path, place):
    definitions = [toy.figures, toy.raw / "harvest" / "source.yaml", toy.editions / "2020.yaml"]
    before = {path: path.read_bytes() for path in definitions}
    there = {*tmp_path.rglob("*"), toy.editions / "2020.statements.yaml"}
    for name in HOSTILE:
        with pytest.raises(DefinitionError) as caught:
            place(toy, name)
        assert caught.value.expected, name
        for path, content in before.items():
            path.write_bytes(content)
    assert set(tmp_path.rglob("*")) <= there


@pytest.mark.parametrize("name", ["table_01_Evil", "table_01_a b", "table_01_é", "table_01_a.b"])
def test_a_model_is_called_by_its_file(toy, name):
    shutil.copy(
        toy.models / "report" / "table_01_harvest.sql", toy.models / "report" / f"{name}.sql"
    )
    with pytest.raises(DefinitionError, match="model"):
        load_models(toy)


def test_two_figures_that_differ_in_case_alone_are_one(toy):
    replaced(toy.figures, "id: harvest_west", "id: Harvest_North")
    with pytest.raises(DefinitionError, match="given twice"):
        load_catalogue(toy)


@pytest.mark.parametrize("name", ["harvest_north", "a", "2022-share", "A1"])
def test_ordinary_ids_are_taken(toy, name):
    replaced(toy.figures, "id: harvest_north", f'id: "{name}"')
    assert load_catalogue(toy)[0].id == name
