"""Where a notice leads, and what it is headed with: on the page and in letters alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for

from engine.domain.audit import AuditKind
from engine.domain.notices import MEASURES_ESCALATED, Topic
from engine.queries.inbox import NoticeLine
from web.parsing import as_uuid
from web.wording.notices import notice_part
from web.wording.topics import topic_title

if TYPE_CHECKING:
    from engine.queries.inbox import AnyLine, TopicLine


def notice_head(line: AnyLine) -> str:
    """The school, or the path, that a notice is about."""
    return line.subject if isinstance(line, NoticeLine) else topic_title(line)


def notice_place(line: AnyLine) -> str:
    """Where that lies; nothing where the head says it already."""
    if not isinstance(line, NoticeLine):
        return line.place
    return line.municipality if line.municipality != line.subject else ""


def notice_href(line: AnyLine, *, external: bool = False) -> str:
    """The one page on which to see what a notice tells."""
    if isinstance(line, NoticeLine):
        part = notice_part(line)
        return url_for("cases.show", case_id=line.case_id, _anchor=part, _external=external)
    endpoint, values = _page_of(line)
    return url_for(endpoint, _external=external, **values)


def _page_of(line: TopicLine) -> tuple[str, dict[str, Any]]:
    if line.topic is Topic.PROPOSAL:
        return "admin_definitions.proposal", {"proposal_id": line.about}
    if line.topic is Topic.FOOTING:
        return "admin_definitions.rebase", {"stream_id": line.about}
    if line.topic is Topic.VERSION:
        return "admin_definitions.version", {"version_id": line.about}
    if line.topic is Topic.ROADMAP:
        return _page_of_roadmap(line)
    # The run itself is for who may publish; everybody who sees its cases sees their version.
    version = as_uuid(str(line.fields.get("definition", "")))
    if version is None:
        return "worklist.show", {}
    return "admin_definitions.version", {"version_id": version}


def _page_of_roadmap(line: TopicLine) -> tuple[str, dict[str, Any]]:
    """Where it can be done: a school's sheet, the reports that wait, the list of who is late."""
    if line.kind == AuditKind.MEASURES_REMINDED.value:
        school = as_uuid(str(line.fields.get("school", "")))
        if school is not None:
            return "measures.sheet", {"school_id": school}
        return "measures.own", {"roadmap_id": line.about}
    if line.kind == MEASURES_ESCALATED:
        return "measures.schedule", {"roadmap_id": line.about}
    if line.kind == AuditKind.MEASURE_REPORTED.value:
        return "measures.review", {}
    return "measures.roadmap", {"roadmap_id": line.about}
