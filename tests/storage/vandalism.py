"""What may be done to a database without the key, and what must be found.

Each deed does its harm and gives the first finding it must lead to, as «code: stream #place».
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from engine.domain.audit import chain_hash
from engine.domain.canonical import canonical_bytes
from engine.storage.tables import (
    CaseRow,
    JournalRow,
    JournalTextRow,
    StreamRow,
)
from tests.storage.vandal import MIDDLE, NOBODY, Vandal

Deed = Callable[[Vandal], str]
DEEDS: dict[str, Deed] = {}


def deed(act: Deed) -> Deed:
    """Add a deed to the list, by its name."""
    DEEDS[act.__name__] = act
    return act


def edited(body: bytes) -> bytes:
    """Another reason for the same move would not show, another day does."""
    fields = json.loads(body)
    fields["on"] = "2022-01-01"
    return canonical_bytes(fields)


@deed
def body_edited(v: Vandal) -> str:
    v.rewrite(body=edited(v.entry()["body"]))
    return v.at(MIDDLE, "hash")


@deed
def body_edited_and_hashed_again(v: Vandal) -> str:
    old = v.entry()
    body = edited(old["body"])
    v.rewrite(body=body, hash=chain_hash(v.case, old["prev"], body))
    return v.at(MIDDLE, "mac")


@deed
def body_edited_and_the_whole_chain_hashed_again(v: Vandal) -> str:
    prev = v.entry()["prev"]
    for seq in range(MIDDLE, v.last + 1):
        body = v.entry(seq)["body"]
        body = edited(body) if seq == MIDDLE else body
        digest = chain_hash(v.case, prev, body)
        v.rewrite(seq, body=body, prev=prev, hash=digest)
        prev = digest
    v.carry(head=prev)
    return v.at(MIDDLE, "mac")


def _rewritten(code: str, **values: Any) -> Deed:
    def act(v: Vandal) -> str:
        v.rewrite(**values)
        return v.at(MIDDLE, code)

    return act


DEEDS |= {
    "body_of_other_things": _rewritten("hash", body=b'{"rows":7,"text":[1],"to":"exited"}'),
    "body_that_is_no_object": _rewritten("hash", body=b"[[]]"),
    "body_that_is_no_text": _rewritten("hash", body=b"\xff\x00"),
    "body_without_an_end": _rewritten("hash", body=b'{"rows":' + b"[" * 100_000),
    "kind_changed": _rewritten("column", kind="case:opened"),
    "actor_changed": _rewritten("column", actor_id=NOBODY),
    "prev_changed": _rewritten("hash", prev=bytes(32)),
    "hash_changed": _rewritten("hash", hash=bytes(32)),
    "mac_changed": _rewritten("mac", mac=bytes(32)),
    "key_changed": _rewritten("key", key_id=2),
    "algorithm_changed": _rewritten("hash", alg=2),
}


@deed
def time_changed(v: Vandal) -> str:
    v.rewrite(at=v.entry()["at"] + timedelta(seconds=1))
    return v.at(MIDDLE, "column")


@deed
def place_changed(v: Vandal) -> str:
    v.rewrite(seq=v.last + 5)
    return v.at(MIDDLE + 1, "place")


@deed
def stream_changed(v: Vandal) -> str:
    v.rewrite(stream="account")
    return f"column: account:{v.case.subject_id} #{MIDDLE}"


@deed
def stream_changed_to_none_of_ours(v: Vandal) -> str:
    v.rewrite(stream="x")
    return v.at(MIDDLE + 1, "place")


@deed
def subject_changed(v: Vandal) -> str:
    v.rewrite(subject_id=NOBODY)
    return f"column: case:{NOBODY} #{MIDDLE}"


@deed
def entry_deleted_in_the_middle(v: Vandal) -> str:
    v.remove(MIDDLE)
    return v.at(MIDDLE + 1, "place")


@deed
def first_entry_deleted(v: Vandal) -> str:
    v.remove(1)
    return v.at(2, "place")


@deed
def last_entry_deleted(v: Vandal) -> str:
    v.remove(v.last)
    return v.last_word(CaseRow, v.case.subject_id, "state")


@deed
def last_entry_deleted_and_the_head_restored(v: Vandal) -> str:
    v.carry(head=v.entry(v.last)["prev"], revision=v.last - 1)
    v.remove(v.last)
    return v.last_word(CaseRow, v.case.subject_id, "state")


@deed
def all_entries_of_a_case_deleted(v: Vandal) -> str:
    for seq in range(1, v.last + 1):
        v.remove(seq)
    return v.at(v.last, "head")


@deed
def all_refusals_deleted(v: Vandal) -> str:
    v.do(sa.delete(JournalRow).where(JournalRow.stream == "refusal"))
    return f"head: refusal:{v.case.subject_id} #3"


@deed
def two_entries_swapped(v: Vandal) -> str:
    v.rewrite(MIDDLE, seq=-1)
    v.rewrite(MIDDLE + 1, seq=MIDDLE)
    v.rewrite(-1, seq=MIDDLE + 1)
    return v.at(MIDDLE, "column")


@deed
def two_bodies_swapped(v: Vandal) -> str:
    one, other = v.entry(MIDDLE), v.entry(MIDDLE + 1)
    v.rewrite(MIDDLE, body=other["body"])
    v.rewrite(MIDDLE + 1, body=one["body"])
    return v.at(MIDDLE, "column")


@deed
def plausible_entry_added(v: Vandal) -> str:
    like = v.entry(v.last)
    fields = json.loads(like["body"]) | {"seq": v.last + 1, "rows": []}
    body = canonical_bytes({name: value for name, value in fields.items() if name != "text"})
    digest = chain_hash(v.case, like["hash"], body)
    added = {"seq": v.last + 1, "body": body, "prev": like["hash"], "hash": digest}
    v.connection.execute(sa.insert(JournalRow).values(like | added))
    v.carry(head=digest, revision=v.last + 1)
    return v.at(v.last + 1, "mac")


@deed
def entry_made_to_look_recorded_late(v: Vandal) -> str:
    v.rewrite(late_days=40)
    return v.at(MIDDLE, "column")


@deed
def entry_repeated(v: Vandal) -> str:
    v.connection.execute(sa.insert(JournalRow).values(v.entry() | {"seq": v.last + 1}))
    v.carry(head=v.entry()["hash"], revision=v.last + 1)
    return v.at(v.last + 1, "column")


def of_text(v: Vandal) -> tuple[int, Any]:
    """The first entry of the case with a text, and the condition that finds the text."""
    of_case = sa.and_(
        JournalTextRow.subject_id == v.case.subject_id, JournalTextRow.stream == "case"
    )
    seq = v.connection.execute(sa.select(sa.func.min(JournalTextRow.seq)).where(of_case)).scalar()
    return int(seq or 0), sa.and_(of_case, JournalTextRow.seq == seq)


@deed
def text_changed(v: Vandal) -> str:
    seq, found = of_text(v)
    v.do(sa.update(JournalTextRow).where(found).values(text="Школа закрыта на ремонт"))
    return v.at(seq, "text_changed")


@deed
def salt_changed(v: Vandal) -> str:
    seq, found = of_text(v)
    v.do(sa.update(JournalTextRow).where(found).values(salt=bytes(32)))
    return v.at(seq, "text_changed")


@deed
def text_deleted(v: Vandal) -> str:
    seq, found = of_text(v)
    v.do(sa.delete(JournalTextRow).where(found))
    return v.at(seq, "text_missing")


@deed
def text_added(v: Vandal) -> str:
    place = {"subject_id": v.case.subject_id, "stream": "case", "seq": 3}
    words = {"field": "remarks", "salt": bytes(32), "text": "Замечаний нет"}
    v.connection.execute(sa.insert(JournalTextRow).values(place | words))
    return v.at(3, "text_unknown")


@deed
def text_moved_to_another_entry(v: Vandal) -> str:
    seq, found = of_text(v)
    v.do(sa.update(JournalTextRow).where(found).values(seq=seq + 1))
    return v.at(seq, "text_missing")


@deed
def head_of_the_case_changed(v: Vandal) -> str:
    v.carry(head=bytes(32))
    return v.at(v.last, "head")


@deed
def revision_of_the_case_changed(v: Vandal) -> str:
    v.carry(revision=v.last + 1)
    return v.at(v.last, "head")


@deed
def head_of_the_refusals_changed(v: Vandal) -> str:
    refusals = StreamRow.stream == "refusal"
    v.do(sa.update(StreamRow).where(refusals).values(head=bytes(32)))
    return f"head: refusal:{v.case.subject_id} #3"
