"""A term in words reads back as the same term, whatever it is."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.roadmaps.making import contexts, terms_in_documents
from workflows.roadmaps.terms import read_term, term_json, term_phrase


@given(terms_in_documents())
@settings(max_examples=400, deadline=None)
def test_a_printed_term_reads_back_as_itself(made):
    term, context = made

    read = read_term(term_phrase(term, context), context)

    assert read.term == term


@given(st.text(max_size=200), contexts)
@settings(deadline=None)
def test_any_text_gives_a_term_or_a_question(text, context):
    read = read_term(text, context)

    assert read.phrase == text
    assert term_json(read)["phrase"] == text
