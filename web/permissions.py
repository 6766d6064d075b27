"""What every view asks for; a view that says nothing is refused to everybody.

A mark is an attribute called `permission` on a function, on the method of a method view, or on the
object a bound view belongs to (the console's views), so that a package which must not import this
module can declare as well. Its value is a Permission, a frozenset of which any one will do, or one
of the two words of `Open`.
"""

from __future__ import annotations

from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import structlog
from flask import current_app, request

from engine.domain.errors import Forbidden
from engine.domain.roles import GRANTED, Permission
from web.current import current_bench
from web.identity import current_holder, sign_in_first

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.typing import ResponseReturnValue

    from engine.domain.roles import Actor


class Open(Enum):
    """Views that no permission guards: for everybody, or for whoever has signed in."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"


Mark: TypeAlias = Permission | frozenset[Permission] | Open
View = TypeVar("View", bound="Callable[..., Any]")
_log = structlog.get_logger()


def permission(*needed: Permission) -> Callable[[View], View]:
    """Mark a view: whoever holds the permission (one of them) somewhere may come in.

    Where exactly it is held is asked by the action or the query, which know the place.
    """
    return _marked(frozenset(needed))


def public(view: View) -> View:
    """Mark a view that anybody may open without signing in."""
    return _marked(Open.PUBLIC)(view)


def signed_in(view: View) -> View:
    """Mark a view about one's own account: no role is needed, an account is."""
    return _marked(Open.SIGNED_IN)(view)


def install(app: Flask) -> None:
    """Ask before every request."""
    public(app.view_functions["static"])
    app.before_request(_check)


def may(actor: Actor, needed: Permission) -> bool:
    """Whether the actor holds the permission on any place today, in any zone of the country."""
    if actor.token_scopes is not None and needed not in actor.token_scopes:
        return False
    now = current_bench().now()
    days = {(now + timedelta(hours=hours)).date() for hours in (2, 12)}
    return any(
        needed in GRANTED[grant.role]
        for grant in actor.grants
        if any(grant.in_force(day) for day in days)
    )


def may_open(endpoint: str, actor: Actor) -> bool:
    """Whether there is such a page and its mark lets the actor in; for links."""
    view = current_app.view_functions.get(endpoint)
    mark = mark_of(view, "GET")
    return mark is not None and opens(mark, actor)


def opens(mark: Mark, actor: Actor) -> bool:
    """Whether a mark lets somebody in who has signed in."""
    if isinstance(mark, Open):
        return True
    needed = {mark} if isinstance(mark, Permission) else mark
    return any(may(actor, one) for one in needed)


def undeclared(app: Flask) -> list[str]:
    """The endpoints and methods that carry no mark; a test asserts that there are none."""
    return sorted(
        f"{rule.endpoint} {method}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if mark_of(app.view_functions[rule.endpoint], method) is None
    )


def mark_of(view: Any, method: str) -> Mark | None:
    """What a view says it needs for this method; None when it says nothing."""
    method = {"HEAD": "GET"}.get(method, method)
    view_class = getattr(view, "view_class", None)
    for place in (
        view,
        getattr(view_class, method.lower(), None),
        view_class,
        getattr(view, "__self__", None),
    ):
        mark = getattr(place, "permission", None)
        if isinstance(mark, (Permission, Open, frozenset)):
            return mark
    return None


def _marked(mark: Mark) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        view.permission = mark  # type: ignore[attr-defined]
        return view

    return decorate


def _check() -> ResponseReturnValue | None:
    """Refuse what is not declared, ask to sign in, refuse what is not granted."""
    if request.endpoint is None:
        return None
    mark = mark_of(current_app.view_functions[request.endpoint], request.method)
    if mark is None:
        _log.error("view.undeclared", endpoint=request.endpoint, method=request.method)
        raise Forbidden
    if mark is Open.PUBLIC:
        return None
    holder = current_holder()
    if holder is None:
        return sign_in_first()
    if not opens(mark, holder.actor):
        raise Forbidden
    return None
