"""The promises of a path in the console: told, given up with a reason, and taken back."""

from __future__ import annotations

from admin.definitions.amending import Writing
from admin.definitions.promises import given_up, own_promises, taken_back, without_own
from tests.admin.scenes import HEADER, Office
from workflows.loader import load_shipped

BASES = {code: one.definition for code, one in load_shipped().items()}
OWN = """
[[scenario]]
code = "own"
title = "Своё обещание"
by = "curator"
move = "start_watch"
refused = ["stage"]

# Отступление региона.
[[change]]
op = "waive"
move = "retain"
fact = "reason_given"
"""


def writing(text=OWN):
    return Writing.of(HEADER.format(code="amur") + text, BASES)


def codes(one):
    return {scenario.code for scenario in one.definition.scenarios}


def test_a_promise_of_the_base_is_given_up_by_an_operation_and_taken_back():
    text = writing()

    dropped = given_up(text, "retaining_needs_reason_and_protocol", "Причину пишут в протоколе")
    back = taken_back(dropped, "retaining_needs_reason_and_protocol")

    assert codes(text) - codes(dropped) == {"retaining_needs_reason_and_protocol"}
    assert 'reason = "Причину пишут в протоколе"' in dropped.text
    assert "# Отступление региона." in dropped.text
    assert codes(back) == codes(text)


def test_a_promise_of_the_text_itself_is_taken_out_of_it():
    text = writing()

    without = without_own(text, "own")

    assert own_promises(text) == {"own"}
    assert own_promises(without) == frozenset()
    assert "waive" in without.text


def test_a_broken_promise_forbids_publishing_until_it_is_given_up(office: Office) -> None:
    stream = office.current().stream_id
    text = HEADER.format(code="amur") + OWN
    office.send("check", text)
    page = f"/admin/definitions/stream/{stream}/promises"

    shown = office.amur.get(page)
    unsaid = office.amur.post(page, {"do": "drop:retaining_needs_reason_and_protocol"})
    refused = office.send("publish", text)
    given = {
        "do": "drop:retaining_needs_reason_and_protocol",
        "reason-retaining_needs_reason_and_protocol": "Причину пишут в протоколе",
        "revision": "1",
    }
    done = office.amur.post(page, given)

    assert "Не выполняются" in shown.text
    assert "ожидался отказ: не названа причина (reason_given)" in shown.text
    assert (unsaid.status_code, "Назовите причину." in unsaid.text) == (422, True)
    assert (refused.status_code, office.current().version) == (422, 1)
    assert done.status_code == 303
    assert "Не выполняются" not in office.amur.get(page).text
    published = office.amur.post(
        f"/admin/definitions/stream/{stream}/path", {"do": "publish", "expected": "1"}
    )
    assert (published.status_code, office.current().version) == (303, 2)
