"""What happened when running cases went over to a new version of their path, or came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from web.wording.grammar import as_day, counted, listed, quoted, short_day
from web.wording.history.story import Story, as_list
from web.wording.paths import stage_title, term_title, word_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.domain.definition import Definition


def planned(story: Story) -> str:
    """A plan was made for the running cases of a path."""
    said = gettext(
        "Начат перевод идущих дел на новую версию маршрута: %(cases)s.", cases=_many(story)
    )
    act = _act(story)
    return f"{said} {act}".strip()


def retried(story: Story) -> str:
    """The cases that had been refused were taken up again."""
    return gettext(
        "Перевод дел на новую версию повторён для неудавшихся: %(cases)s.", cases=_many(story)
    )


def undone(story: Story) -> str:
    """Cases that went over are to come back."""
    return gettext("Начат возврат дел на прежнюю версию маршрута: %(cases)s.", cases=_many(story))


def migrated(story: Story) -> str:
    """A case went over to another version."""
    return " ".join(
        [
            gettext(
                "Дело переведено с версии %(former)s на версию %(now)s.",
                former=_version(story, story.fields.text("former")),
                now=_version(story, story.body.text("def")),
            ),
            *_stages(story),
            *_terms(story),
            *_papers(story),
            *([act] if (act := _act(story)) else []),
        ]
    )


def restored(story: Story) -> str:
    """A case came back to the version it was on before."""
    said = gettext(
        "Перевод на версию %(former)s отменён: дело снова на версии %(now)s, сроки прежние.",
        former=_version(story, story.fields.text("former")),
        now=_version(story, story.body.text("def")),
    )
    return " ".join([said, *_stages(story)])


def _many(story: Story) -> str:
    return counted(story.fields.number("cases"), "дело|дела|дел")


def _version(story: Story, digest: str) -> str:
    found = story.mentioned.versions.get(digest)
    return str(found.version) if found else digest[:12]


def _former(story: Story) -> Definition | None:
    found = story.mentioned.versions.get(story.fields.text("former"))
    return found.definition if found else None


def _stages(story: Story) -> Iterator[str]:
    """Where it stands now, if that is another stage; and where a suspended case will go on."""
    source, target = story.body.text("from"), story.body.text("to")
    if source != target:
        yield gettext(
            "Этап %(source)s стал этапом %(target)s.",
            source=quoted(stage_title(_former(story), source)),
            target=story.stage("to"),
        )
    resumes = as_list(story.fields.values.get("resumes"))
    if len(resumes) == len(("from", "to")) and resumes[0] != resumes[1]:
        yield gettext(
            "После приостановки дело продолжится на этапе %(target)s.",
            target=quoted(stage_title(story.definition, str(resumes[1]))),
        )


def _terms(story: Story) -> Iterator[str]:
    """The terms whose day is another one, those that are new, and those that are no more."""
    told: dict[str, list[str]] = {"moved": [], "gained": [], "lost": []}
    for one in as_list(story.fields.values.get("terms")):
        if not isinstance(one, list) or len(one) != _TERM:
            continue
        stage, term, fate, was, now = map(_text, one)
        definition = _former(story) if fate == "lost" else story.definition
        title = quoted(term_title(definition, term, stage))
        told.get(fate, []).append(_term(fate, title, was, now))
    if told["moved"]:
        yield gettext("Сроки изменены: %(terms)s.", terms="; ".join(told["moved"]))
    if told["gained"]:
        yield gettext("Новые сроки: %(terms)s.", terms="; ".join(told["gained"]))
    if told["lost"]:
        yield gettext("Больше не действуют сроки: %(terms)s.", terms="; ".join(told["lost"]))


_TERM = 5


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _term(fate: str, title: str, was: str, now: str) -> str:
    former, new = short_day(as_day(was)), short_day(as_day(now))
    if fate == "moved":
        return gettext("%(term)s — было %(was)s, стало %(now)s", term=title, was=former, now=new)
    if fate == "gained":
        return gettext("%(term)s — до %(now)s", term=title, now=new)
    return gettext("%(term)s — был до %(was)s", term=title, was=former)


def _papers(story: Story) -> Iterator[str]:
    kinds = [str(one) for one in as_list(story.fields.values.get("missing"))]
    if not kinds:
        return
    titles = listed(quoted(word_title(story.definition, "document", one)) for one in kinds)
    if story.fields.text("papers") == "waive":
        yield gettext(
            "Не хватает по новым правилам, требовать не будут: %(papers)s.", papers=titles
        )
    else:
        yield gettext("Нужно принести по новым правилам: %(papers)s.", papers=titles)


def _act(story: Story) -> str:
    """The act that allows it, by its number and day; empty for none."""
    act = as_list(story.fields.values.get("act"))
    if len(act) != len(("kind", "number", "signed_on")):
        return ""
    kind, number, day = map(str, act)
    said = story.order(kind, number, short_day(as_day(day)))
    return gettext("Основание: %(act)s.", act=said)
