"""A term that was kept is the term that was read."""

import json

from hypothesis import given

from engine.domain.roadmaps.printed import PrintedTerm, plain_printed, printed_from_plain
from engine.domain.roadmaps.terms import YearKind
from tests.domain.roadmaps.making import terms_in_documents


@given(terms_in_documents())
def test_a_term_comes_back_from_its_plain_form_as_it_was(made):
    term, context = made
    kept = PrintedTerm("по графику", term, context.period, YearKind.ACADEMIC, "2021/22", True)

    assert printed_from_plain(json.loads(json.dumps(plain_printed(kept)))) == kept
