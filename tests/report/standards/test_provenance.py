"""PROV-JSON as the library of the standard reads it."""

import json

from prov.model import ProvDerivation, ProvDocument, ProvUsage

from report.standards.payload import PROV


def read(data):
    return ProvDocument.deserialize(content=(data / PROV).read_text("utf-8"))


def test_it_is_read_and_written_again_unchanged(toy_release):
    document = read(toy_release.data)
    for form in ("json", "xml"):
        text = document.serialize(format=form)
        assert ProvDocument.deserialize(content=text, format=form) == document, form
    given = json.loads((toy_release.data / PROV).read_text("utf-8"))
    assert len(list(document.get_records())) == sum(
        len(kind) for name, kind in given.items() if name != "prefix"
    )


def test_every_relation_is_between_things_that_are_there(toy_release):
    records = list(read(toy_release.data).get_records())
    there = {str(record.identifier) for record in records if record.is_element()}
    for record in records:
        if record.is_relation():
            ends = [str(end) for _, end in record.formal_attributes if end is not None]
            assert set(ends) <= there, record


def test_a_statement_leads_to_figure_table_run_and_raw_file(toy_release):
    document = read(toy_release.data)
    pairs = {
        tuple(str(end) for _, end in record.formal_attributes[:2])
        for kind in (ProvDerivation, ProvUsage)
        for record in document.get_records(kind)
    }
    assert ("ar:statement/1/1", "ar:figure/harvest_north") in pairs
    assert ("ar:figure/harvest_north", "ar:table/table_01_harvest") in pairs
    assert ("ar:figure/harvest_north", "ar:file/raw/harvest/2022-02-01/crops.csv") in pairs
    assert ("ar:run/table_01_harvest", "ar:table/core_harvest__orchard_year") in pairs
    crops = "ar:file/raw/harvest/2022-02-01/crops.csv"
    assert ("ar:run/core_harvest__orchard_year", crops) in pairs


def test_a_statement_is_quoted_from_its_document(toy_release):
    document = read(toy_release.data)
    quoted = [
        record
        for record in document.get_records(ProvDerivation)
        if "prov:Quotation" in {str(kind) for kind in record.get_asserted_types()}
    ]
    assert len(quoted) == 3
    assert {str(record.formal_attributes[1][1]).split("/")[0] for record in quoted} == {
        "ar:document"
    }


def test_no_time_is_told(toy_release):
    assert "Time" not in (toy_release.data / PROV).read_text("utf-8")
