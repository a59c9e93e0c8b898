import pytest

from report.edition import publish
from report.reconcile import trial as trial_module
from report.reconcile.restated import restated_statements, restatement
from report.reconcile.trial import newer_vintages, trial
from warehouse.builder.accepting import AcceptingWord, accept
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.generation import Generations
from warehouse.errors import DefinitionError, GateError

HELD = "At the end of 2022, 108,436,336 people were forcibly displaced worldwide."
STILL = "The Bali Process has 45 Member States."
CELLS = "Asylum-seekers and other people in need of international protection together numbered 10,656,385 at end-2022."
WRONG = "At the end of 2022, 99 million people were forcibly displaced worldwide."


@pytest.fixture
def built(content_built):
    return content_built


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text("\n\n".join([HELD, STILL, WRONG, CELLS]), "utf-8")
    return path


def test_what_newer_vintages_no_longer_bear_out(built, text):
    before = Generations(built, "2022").open()
    restated, of_cells = restated_statements(built, "2022", [text])
    assert (restated.text, restated.figure) == ("108,436,336", "displaced_total")
    assert (restated.paragraph, restated.sentence) == (1, HELD)
    assert restated.old == "108.4 million at end-2022"
    assert restated.new == "108.5 million at end-2022"
    assert restated.rewording == "108,476,376 at end-2022"
    assert restated.vintages == {"unhcr_displacement": ("2023-06-14", "2024-10-18")}
    assert (of_cells.text, of_cells.verdict, of_cells.sentence) == (
        "10,656,385",
        "contradicted",
        CELLS,
    )
    assert (
        of_cells.old == "5,438,929 [asylum_seekers] + 5,217,456 [other_people_in_need] = 10,656,385"
    )
    assert of_cells.new != of_cells.old
    assert of_cells.vintages == restated.vintages
    assert Generations(built, "2022").open() == before
    assert not list(built.build.glob(".trial-*"))


@pytest.mark.long
def test_the_trial_leaves_nothing_behind(built):
    with trial(built, "2022") as (kept, newer, blocked):
        assert blocked == {}
        assert "unhcr_displacement" in newer
        assert kept.folder.is_dir()
    assert not list(built.build.glob(".trial-*"))


def test_nothing_is_restated_where_the_newest_vintages_are_pinned(built, text):
    path = built.editions / "2022.yaml"
    definition = path.read_text("utf-8")
    newer = newer_vintages(built, "2022")
    for source, (old, new) in newer.items():
        pinned = f"  {source}: {{vintage: {new}, after_as_of: for the test}}\n"
        definition = definition.replace(f"  {source}: {old}\n", pinned)
    path.write_text(definition, "utf-8")
    # Restated, 2022 no longer adds up to what was printed of it.
    build = EditionBuild(built, "2022")
    word = AcceptingWord(
        "Ann", "tester", "It was restated.", rule_id="check_displacement_near_headline"
    )
    accept(built, build.problems(), word)
    publish(EditionBuild(built, "2022"))
    left = newer_vintages(built, "2022")
    found = restated_statements(built, "2022", [text])
    assert not {name for one in found for name in one.vintages} - set(left)
    assert "unhcr_displacement" not in left


def test_without_a_document_there_is_nothing_to_do(built):
    with pytest.raises(DefinitionError, match="registers no document"):
        restated_statements(built, "2022")


@pytest.mark.parametrize(
    "broken", ["another", pytest.param("unhcr_displacement", marks=pytest.mark.long)]
)
def test_a_vintage_that_cannot_be_built_with_is_named_and_the_others_go_on(
    built, text, monkeypatch, broken
):
    newer = newer_vintages(built, "2022")
    broken = next(
        name for name in newer if (name == "unhcr_displacement") == (broken == "unhcr_displacement")
    )
    fault = GateError("a column is gone", where=f"{broken} {newer[broken][1]}")

    def published(build):
        if build.plan.edition.pins[broken].vintage == newer[broken][1]:
            raise fault
        return publish(build)

    monkeypatch.setattr(trial_module, "publish", published)
    found = restatement(built, "2022", [text])
    assert set(found.blocked) == {broken}
    assert "a column is gone" in found.blocked[broken]
    assert [one.text for one in found.statements] == (
        [] if broken == "unhcr_displacement" else ["108,436,336", "10,656,385"]
    )
