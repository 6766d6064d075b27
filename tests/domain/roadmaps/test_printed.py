"""A term that was kept is the term that was read."""

import json

from hypothesis import given

from engine.domain.roadmaps.printed import (
    PrintedTerm,
    plain_printed,
    plain_term,
    printed_from_plain,
    term_from_plain,
)
from engine.domain.roadmaps.terms import YearKind
from tests.domain.roadmaps.making import terms_in_documents
from tests.domain.roadmaps.phrases import document
from workflows.roadmaps.terms import read_term


@given(terms_in_documents())
def test_a_term_comes_back_from_its_plain_form_as_it_was(made):
    term, context = made
    kept = PrintedTerm("по графику", term, context.period, YearKind.ACADEMIC, "2021/22", True)

    assert printed_from_plain(json.loads(json.dumps(plain_printed(kept)))) == kept


def test_a_term_kept_with_one_number_of_a_weekday_is_still_read():
    term = read_term("вторая среда месяца", document()).term
    plain = plain_term(term)
    plain["repeat"] = {**plain["repeat"], "nth": plain["repeat"].pop("nths")[0]}

    assert term_from_plain(plain) == term
