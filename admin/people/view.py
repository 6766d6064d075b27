"""The pages of people: accounts in one's places, their roles, blocking and new passwords."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from admin.people.deeds import deeds_of
from admin.people.offers import offers_of, typed_role
from admin.reading import typed_day, typed_line
from admin.views import ConsoleView
from engine.actions.mailboxes import MailboxRequest, change_mailbox
from engine.actions.people import (
    AccountRequest,
    BlockRequest,
    EndRoleRequest,
    GrantRequest,
    PasswordRequest,
    block_account,
    change_password,
    create_account,
    end_role,
    grant_role,
    unblock_account,
)
from engine.domain.errors import InvalidInput, NotFound
from engine.domain.passwords import SHORTEST
from engine.domain.reading import ReadPage
from engine.domain.roles import ATTACHED_ROLES, Permission, Role
from engine.queries.mail import read_mailbox
from engine.queries.managed import common_zone, managed_regions
from engine.queries.people import (
    PeopleFilter,
    grants_of_page,
    list_grants,
    list_people,
    person_line,
)
from engine.queries.scope import reading_day
from engine.queries.sight import place_titles, read_sight

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

PAGE = 50
LONGEST_WORDS = 200
KEPT = ("words", "role", "municipality", "blocked")


class PeopleView(ConsoleView):
    """Only people of one's own places are here; what may be done to them the actions decide."""

    permission = frozenset({Permission.MANAGE_PEOPLE})
    about = lazy_gettext("Учётные записи, роли, и что каждый человек видит.")

    @expose("/")
    def index(self) -> str:
        """A page of accounts by login, with their roles."""
        after = request.args.get("after", "").replace("\x00", "") or None
        wanted = _wanted(request.args)
        rows = list_people(self.bench, wanted, actor=self.actor, after=after, limit=PAGE + 1)
        shown = rows[:PAGE]
        self.note(ReadPage.PEOPLE)
        return self.page(
            "people.html",
            rows=shown,
            grants=grants_of_page(self.bench, [row.id for row in shown], actor=self.actor),
            after=shown[-1].login if len(rows) > PAGE else None,
            first=after is None,
            args={name: request.args[name] for name in KEPT if request.args.get(name)},
            regions=managed_regions(self.bench, Permission.MANAGE_PEOPLE, actor=self.actor),
            roles=[role for role in Role if role is not Role.SCHEDULER],
            now=self.bench.now(),
            today=self._today(),
        )

    @expose("/new")
    def new(self) -> str:
        """The form of a new account."""
        return self._form({})

    @expose("/new", methods=("POST",))
    def create(self) -> ResponseReturnValue:
        """Make an account with its first role."""
        form = request.form
        try:
            wanted = bool(form.get("role"))
            order = AccountRequest(
                typed_line(form, "login"),
                typed_line(form, "title"),
                form.get("password", ""),
                typed_role(self.host, form) if wanted else None,
                email=form.get("email", ""),
            )
            made = create_account(self.bench, order, actor=self.actor)
        except InvalidInput as refusal:
            return self._form(self.refused(refusal)), 422
        flash(_("Учётная запись создана."), "success")
        if order.role is None:
            return redirect(url_for(".index"), 303)
        return redirect(url_for(".person", account_id=made.created_id), 303)

    @expose("/<uuid:account_id>")
    def person(self, account_id: UUID) -> str:
        """A person with roles and what may be done."""
        card = self._card(account_id)
        self._note_person(ReadPage.PERSON, account_id)
        return card

    @expose("/<uuid:account_id>/sight")
    def sight(self, account_id: UUID) -> str:
        """What the person sees and may do in one's own places; nobody is signed in for it."""
        sight = read_sight(self.bench, account_id, actor=self.actor)
        self._note_person(ReadPage.PERSON_SIGHT, account_id)
        return self.page(
            "sight.html",
            sight=sight,
            deeds=[(grant, deeds_of(grant.role)) for grant in sight.actor.grants],
            titles=place_titles(self.bench, [grant.place for grant in sight.actor.grants]),
            sections=self.host.sections(sight.actor),
            attached=ATTACHED_ROLES,
        )

    @expose("/<uuid:account_id>/roles", methods=("POST",))
    def grant(self, account_id: UUID) -> ResponseReturnValue:
        """Give a further role."""

        def deed() -> None:
            order = GrantRequest(account_id, typed_role(self.host, request.form))
            grant_role(self.bench, order, actor=self.actor)

        return self._do(account_id, deed, _("Роль назначена."))

    @expose("/<uuid:account_id>/roles/<uuid:grant_id>/end", methods=("POST",))
    def end(self, account_id: UUID, grant_id: UUID) -> ResponseReturnValue:
        """End a role at once or on a day."""
        kept = list_grants(self.bench, account_id, actor=self.actor)
        if grant_id not in {row.id for row in kept}:
            raise NotFound

        def deed() -> None:
            last = typed_day(request.form, "last_day", required=False)
            reason = typed_line(request.form, "reason", required=False)
            end_role(self.bench, EndRoleRequest(grant_id, last, reason), actor=self.actor)

        return self._do(account_id, deed, _("Роль завершена."))

    @expose("/<uuid:account_id>/block", methods=("POST",))
    def block(self, account_id: UUID) -> ResponseReturnValue:
        """Close an account: its sessions end now."""

        def deed() -> None:
            order = BlockRequest(account_id, typed_line(request.form, "block_reason"))
            block_account(self.bench, order, actor=self.actor)

        return self._do(account_id, deed, _("Учётная запись заблокирована."))

    @expose("/<uuid:account_id>/unblock", methods=("POST",))
    def unblock(self, account_id: UUID) -> ResponseReturnValue:
        """Open an account again."""

        def deed() -> None:
            order = BlockRequest(account_id, typed_line(request.form, "block_reason"))
            unblock_account(self.bench, order, actor=self.actor)

        return self._do(account_id, deed, _("Учётная запись разблокирована."))

    @expose("/<uuid:account_id>/password", methods=("POST",))
    def password(self, account_id: UUID) -> ResponseReturnValue:
        """Set a new password for a person who forgot it; all his sessions end."""

        def deed() -> None:
            if account_id == self.actor.account_id:
                # One's own takes the former one, on the page of one's own account.
                raise NotFound
            order = PasswordRequest(account_id, request.form.get("password", ""))
            change_password(self.bench, order, actor=self.actor)

        return self._do(account_id, deed, _("Пароль изменён, сеансы завершены."))

    @expose("/<uuid:account_id>/email", methods=("POST",))
    def email(self, account_id: UUID) -> ResponseReturnValue:
        """Set where a person's letters go; which of them come the person sets."""

        def deed() -> None:
            order = MailboxRequest(account_id, request.form.get("email", ""))
            change_mailbox(self.bench, order, actor=self.actor)

        return self._do(account_id, deed, _("Адрес почты сохранён."))

    def _do(self, account_id: UUID, deed: Callable[[], None], said: str) -> ResponseReturnValue:
        person_line(self.bench, account_id, actor=self.actor)
        try:
            deed()
        except InvalidInput as refusal:
            return self._card(account_id, self.refused(refusal)), 422
        flash(said, "success")
        return redirect(url_for(".person", account_id=account_id), 303)

    def _note_person(self, page: ReadPage, account_id: UUID) -> None:
        """Whoever looks at himself reads nobody's data."""
        if account_id != self.actor.account_id:
            self.note(page, account_id)

    def _card(self, account_id: UUID, refused: dict[str, str] | None = None) -> str:
        person = person_line(self.bench, account_id, actor=self.actor)
        now = self.bench.now()
        return self.page(
            "person.html",
            person=person,
            grants=list_grants(self.bench, account_id, actor=self.actor),
            locked=person.locked_until is not None and person.locked_until > now,
            own=account_id == self.actor.account_id,
            box=read_mailbox(self.bench, account_id, actor=self.actor),
            zone=common_zone(self.bench, Permission.MANAGE_PEOPLE, actor=self.actor),
            **self._common(refused or {}),
        )

    def _form(self, refused: dict[str, str]) -> str:
        return self.page("new_person.html", **self._common(refused))

    def _common(self, refused: dict[str, str]) -> dict[str, Any]:
        return {
            "offers": offers_of(self.host, request.form.get("school", "")),
            "typed": request.form,
            "refused": refused,
            "shortest": SHORTEST,
            "today": self._today(),
        }

    def refused(self, refusal: InvalidInput) -> dict[str, str]:
        field, rule = refusal.fields["field"], refusal.fields["rule"]
        field = _FIELDS.get(field, field)
        return {field: str(_OWN[rule])} if rule in _OWN else {field: self.said(refusal)}

    def _today(self) -> Any:
        return reading_day(self.bench.now())


def _wanted(args: Mapping[str, str]) -> PeopleFilter:
    """The filter of an address; what somebody wrote by hand is passed over."""
    role = args.get("role", "")
    try:
        municipality_id = UUID(args.get("municipality", ""))
    except ValueError:
        municipality_id = None
    return PeopleFilter(
        args.get("words", "").replace("\x00", "")[:LONGEST_WORDS],
        Role(role) if role in set(Role) else None,
        municipality_id,
        blocked=args.get("blocked") == "yes",
    )


_FIELDS = {"account_id": "block_reason", "grant_id": "last_day"}
_OWN = {
    "characters": lazy_gettext("От 3 знаков: буквы, цифры, точка, дефис, «_», «@», «+»."),
    "ended": lazy_gettext("Эта роль уже завершена или завершается раньше."),
    "nothing": lazy_gettext("Такая школа не найдена."),
    "past": lazy_gettext("Этот день уже прошёл."),
    "several": lazy_gettext("Найдено несколько школ: выберите одну в поле «Где»."),
}
