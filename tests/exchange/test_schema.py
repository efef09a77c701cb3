"""The JSON Schema and the loader say the same of every document."""

import jsonschema
from hypothesis import given

from positions.exchange import case_schema, read_case
from positions.exchange.document import Document
from positions.exchange.loading import read_document
from positions.exchange.reading import Reading
from tests.exchange.documents import documents, spoiled_documents

VALIDATOR = jsonschema.Draft202012Validator(case_schema())


def structural_faults(document):
    """Return what the loader finds wrong with the structure of a document."""
    reading = Reading(zone="UTC")
    read_document(Document(root=document), reading)
    return [fault for fault in reading.faults if fault.structural]


def test_the_schema_is_one():
    """It is valid by the rules of JSON Schema, draft 2020-12."""
    jsonschema.Draft202012Validator.check_schema(case_schema())


@given(documents())
def test_what_is_drawn_from_the_declaration_is_accepted_by_both(document):
    """The declaration, the schema and the loader describe one format."""
    assert structural_faults(document) == []
    assert list(VALIDATOR.iter_errors(document)) == []


@given(spoiled_documents())
def test_what_the_schema_accepts_the_loader_accepts_and_the_other_way_round(document):
    """A document is right for the one exactly where it is right for the other."""
    assert VALIDATOR.is_valid(document) == (structural_faults(document) == [])


@given(spoiled_documents())
def test_whatever_is_in_a_mapping_is_read_without_a_traceback(document):
    """Reading plain data raises nothing; what is wrong is among the problems."""
    case = read_case(document)

    assert all(str(problem).encode() for problem in case.problems)


def test_every_field_of_the_schema_is_described():
    """An editor can say what each field means."""
    schema = case_schema()
    for form in (schema, *schema["$defs"].values()):
        assert form["description"]
        assert all(each["description"] for each in form["properties"].values())
