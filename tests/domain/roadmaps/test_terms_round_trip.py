"""A term in words reads back as the same term, whatever it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.roadmaps.making import contexts, terms_in_documents
from tests.domain.roadmaps.phrases import corpus, document
from workflows.roadmaps.terms import read_term, term_json, term_phrase


@given(terms_in_documents())
@settings(max_examples=400)
def test_a_printed_term_reads_back_as_itself(made):
    term, context = made

    phrase = term_phrase(term, context)

    assert read_term(phrase, context).term == term, phrase


@pytest.mark.parametrize(("phrase", "_reading", "place"), corpus())
def test_whatever_a_phrase_may_mean_can_be_said_in_words(phrase, _reading, place):
    context = document(*place)
    read = read_term(phrase, context)
    years = range(context.period.first.year - 1, context.period.last.year + 2)

    shown = (read.term,) if read.term.windows or not read.needs_person else ()
    for term in (*shown, *read.candidates):
        says = term.windows or term.repeat or term.event or term.offset
        # A year far away is asked again, in whatever words.
        if says and (term.end is None or term.end.year in years):
            assert read_term(term_phrase(term, context), context).term == term


PHRASES = [phrase for phrase, *_ in corpus()]
JOINTS = (" ", ", ", "; ", " - ", " (", ": ", " и ", "", "\n")
pieces = st.lists(st.tuples(st.sampled_from(PHRASES), st.sampled_from(JOINTS)), max_size=4)


@given(pieces.map(lambda found: "".join("".join(one) for one in found)), contexts)
@settings(max_examples=300)
def test_phrases_put_together_in_any_way_give_a_term_or_a_question(text, context):
    read = read_term(text, context)

    assert term_json(read)["phrase"] == text
    for term in (read.term, *read.candidates):
        term_phrase(term, context)


@given(st.text(max_size=200), contexts)
def test_any_text_gives_a_term_or_a_question(text, context):
    read = read_term(text, context)

    assert read.phrase == text
    assert term_json(read)["phrase"] == text
