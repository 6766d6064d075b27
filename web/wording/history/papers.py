"""What was filed: decisions, documents, records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from web.wording.grammar import counted, numbered, quoted, short_day
from web.wording.own_words import level_title
from web.wording.paths import move_title, word_title
from web.wording.titles import RECORDS, record_status, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from web.wording.fields import Fields
    from web.wording.history.story import Story

DICTIONARY_OF_RECORD = {
    "event": "event",
    "indicator": "indicator",
    "monitoring": "monitoring",
    "publication": "document",
    "risk": "risk_factor",
}
"""Kinds of records whose keys are words; the keys of the others are numbers of a paper."""


def decision_registered(story: Story) -> str:
    """An order or minutes came into the case."""
    row = story.row("decision")
    day = short_day(row.day("signed_on"))
    paper = story.order(row.text("kind"), row.text("number"), day)
    return gettext("Зарегистрирован документ: %(paper)s.", paper=paper)


def decision_repealed(story: Story) -> str:
    """An order is no longer in force; what takes its place, where that was said with it."""
    kind, number = story.fields.text("kind"), story.fields.text("number")
    said = gettext(
        "Признан утратившим силу с %(day)s: %(title)s № %(number)s.",
        day=short_day(story.row("decision").day("repealed_on")),
        title=story.word("decision", kind),
        number=number,
    )
    named = story.row("decision").text("successor_id")
    if not named:
        return said
    followed = gettext("Вместо него действует: %(order)s.", order=story.decision(named))
    return " ".join((said, followed, *_moved(story)))


def decision_succeeded(story: Story) -> str:
    """Which order takes the place of a repealed one was said, or said anew."""
    said = {
        "title": story.word("decision", story.fields.text("kind")),
        "number": story.fields.text("number"),
    }
    row = story.row("decision")
    named = row.text("successor_id")
    if named:
        sentence = gettext(
            "Вместо утратившего силу приказа действует другой: %(title)s № %(number)s заменяет "
            "%(order)s.",
            order=story.decision(named),
            **said,
        )
    elif "successor_id" in row:
        sentence = gettext(
            "Больше не указано, чем заменён утративший силу: %(title)s № %(number)s.", **said
        )
    else:
        sentence = gettext("Утративший силу: %(title)s № %(number)s.", **said)
    return " ".join((sentence, *_moved(story)))


def _moved(story: Story) -> Iterator[str]:
    """How many attachments went over to the order that takes the place, or came back."""
    if over := story.fields.number("moved"):
        yield gettext("На него переведено: %(links)s.", links=_links(over))
    if back := story.fields.number("returned"):
        yield gettext("На прежний приказ возвращено: %(links)s.", links=_links(back))


def _links(number: int) -> str:
    return counted(number, "закрепление|закрепления|закреплений")


def document_registered(story: Story) -> str:
    """A version of a document came into the case."""
    row = next((row for name, _, row in story.rows() if name == "document" and "kind" in row), None)
    if row is None:
        return gettext("Зарегистрирован документ.")
    sentence = gettext(
        "Документ %(title)s: зарегистрирована версия %(version)d",
        title=_document(story, row),
        version=row.number("version"),
    )
    return f"{sentence} ({_handed_in(row)})."


def _handed_in(row: Fields) -> str:
    return gettext("черновик") if row.text("status") == "draft" else gettext("сдана")


def _document(story: Story, row: Fields) -> str:
    title = story.word("document", row.text("kind"))
    topic = row.text("topic")
    return f"{title} ({word_title(story.definition, 'risk_factor', topic)})" if topic else title


def document_submitted(story: Story) -> str:
    """A draft was handed in."""
    return gettext("Документ %(title)s: версия %(version)d сдана.", **_reviewed(story))


def document_returned(story: Story) -> str:
    """A document went back to its author."""
    return gettext("Документ %(title)s: версия %(version)d возвращена.", **_reviewed(story))


def document_approved(story: Story) -> str:
    """A document was approved by another person."""
    return gettext("Документ %(title)s: версия %(version)d утверждена.", **_reviewed(story))


def document_revoked(story: Story) -> str:
    """A document was taken back."""
    return gettext("Документ %(title)s: версия %(version)d отозвана.", **_reviewed(story))


def _reviewed(story: Story) -> dict[str, object]:
    fields = story.fields
    title = story.word("document", fields.text("kind"))
    document_id = story.row_id("document")
    paper = story.mentioned.documents.get(document_id) if document_id else None
    if paper is not None and paper.topic:
        title = f"{title} ({word_title(story.definition, 'risk_factor', paper.topic)})"
    return {"title": title, "version": fields.number("version")}


def record_registered(story: Story) -> str:
    """A fact came into the case."""
    row = story.row("case_record")
    kind = row.text("kind")
    sentence = gettext(
        "%(subject)s: %(status)s",
        subject=record_title(story, kind, row.text("key")),
        status=level_title(story.definition, row.text("status"))
        if kind == "risk"
        else record_status(kind, row.text("status")),
    )
    if kind == "risk" and row.number("value") == 1:
        sentence = gettext("%(sentence)s, выбран направлением работы", sentence=sentence)
    elif "value" in row and kind != "risk" and row.values.get("value") is not None:
        sentence = gettext("%(sentence)s (%(value)d)", sentence=sentence, value=row.number("value"))
    return f"{sentence}."


def record_title(story: Story, kind: str, key: str) -> str:
    """«Фактор риска «Дефицит кадров»», «Мероприятие № 3»."""
    name = title_of(RECORDS, kind)
    title = name[:1].upper() + name[1:]
    if kind == "approval":
        return f"{title} {quoted(move_title(story.definition, key))}"
    if kind == "monitoring":
        return story.word("monitoring", key)
    if kind in DICTIONARY_OF_RECORD:
        return f"{title} {story.word(DICTIONARY_OF_RECORD[kind], key)}"
    return f"{title} {numbered(key)}"
