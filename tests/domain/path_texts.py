"""Texts of a path to read: a sound one, an overlay on it, and what became of them."""

import pytest

from engine.domain.errors import DefinitionInvalid, DefinitionUnreadable
from tests.domain.definitions import SOUND
from workflows.loader import parse_definition

HEAD = 'code = "amur"\ntitle = "Амурская область"\nsubject = "school"\n'


OVERLAY = HEAD + 'extends = "sound"\n'


COMPLETE = (
    HEAD
    + """
source = "Приказ № 120"

[settings]
tutor_school_modes = ["effective"]
curator_case_limit = 2

[words.monitoring]
interim = "Промежуточный мониторинг"
[words.document]
roadmap = "Дорожная карта"
analytic_note = "Аналитическая справка"

[stages.exited]
title = "Вышла из перечня"
phase = "exit"
kind = "end"
order = 20
[stages.listed]
title = "Включена в перечень"
phase = "identification"
kind = "start"
order = 10
hint = "Назначьте куратора."
[[stages.listed.terms]]
code = "exit_due"
title = "Срок"
due = { kind = "month_window", from_month = 12, month = 1 }
on_due = "move"
move = "approve_exit"
remind_before = [7, 1]

[moves.approve_exit]
title = "Исключить из перечня"
order = 5
ways = [{ from = ["*open"], to = "exited", when = { fact = "years_in_status", at_least = 1 } }]
roles = ["municipal_coordinator", "scheduler"]
requires = [
    { not = { fact = "document_present", status = "approved", kind = "roadmap" } },
    { any = [{ fact = "tutor_active", by_order = true }, { fact = "actor_not", of = ["author"] }] },
]
effects = ["end_attachments"]
"""
)


def parse(text):
    return parse_definition(text, bases={"sound": SOUND})


def changed(text):
    """The operation a `[[change]]` table stands for, after the header."""
    return parse(OVERLAY + "[[change]]\n" + text).changes[1]


def faults(text):
    with pytest.raises(DefinitionInvalid) as refused:
        parse(text)
    return [
        (finding.code, finding.element, dict(finding.fields))
        for finding in refused.value.fields["findings"]
    ]


def unreadable(text):
    with pytest.raises(DefinitionUnreadable) as refused:
        parse(text)
    fields = refused.value.fields
    return fields["line"], fields["column"], fields["reason"]
