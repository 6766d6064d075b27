"""`marshrut user add`: an account with its first role; the way in for the first administrator."""

from __future__ import annotations

import secrets
import sys
from typing import TYPE_CHECKING

import click

from engine.actions.people import AccountRequest, RoleRequest, create_account
from engine.actions.service_accounts import command_actor
from engine.domain.errors import NotFound
from engine.domain.granting import ROLE_LEVELS
from engine.domain.roles import Place, Role
from engine.queries.seeded import known_region
from web.commands.opening import installation
from web.commands.refusals import Refused
from web.commands.russian import RussianGroup, RussianOption
from web.wording.titles import role_title

if TYPE_CHECKING:
    from engine.domain.roles import Actor
    from engine.workbench import Workbench

ROLES = tuple(role.value for role in Role if ROLE_LEVELS[role])


@click.group(cls=RussianGroup, help="Учётные записи людей.")
def user() -> None:
    """Accounts of people."""


@user.command(help="Завести учётную запись; без роли она ничего не видит.")
@click.option("--login", cls=RussianOption, required=True, metavar="ИМЯ", help="Имя для входа.")
@click.option(
    "--title",
    cls=RussianOption,
    required=True,
    metavar="КТО",
    help="Как человека показывать другим.",
)
@click.option(
    "--role", type=click.Choice(ROLES), metavar="РОЛЬ", help=f"Одна из: {', '.join(ROLES)}."
)
@click.option("--region", metavar="КОД", help="Код региона, на который даётся роль.")
@click.option("--municipality", metavar="НАЗВАНИЕ", help="Муниципалитет этого региона.")
@click.option("--school", metavar="НАЗВАНИЕ", help="Школа этого региона.")
@click.option("--basis", default="", metavar="ПРИКАЗ", help="Основание роли.")
@click.option("--generate", is_flag=True, help="Придумать пароль и показать его один раз.")
def add(
    *,
    login: str,
    title: str,
    role: str | None,
    region: str | None,
    municipality: str | None,
    school: str | None,
    basis: str,
    generate: bool,
) -> None:
    """Make an account, with a password asked for or made up."""
    with installation() as bench:
        actor = command_actor(bench)
        place = _place(bench, region, municipality, school, actor)
        first = RoleRequest(Role(role), place, basis=basis) if role else None
        password = secrets.token_urlsafe(15) if generate else _ask()
        request = AccountRequest(login, title, password, first)
        try:
            create_account(bench, request, actor=actor)
        except NotFound as error:
            raise Refused("Такого места нет.") from error
    where = f" ({role_title(role)})" if role else ""
    click.echo(f"Учётная запись {login}{where} заведена.")
    if generate:
        click.echo(f"Пароль: {password}")
        click.echo("Больше он нигде не показывается; пусть человек сменит его после входа.")


def _ask() -> str:
    """The password, typed twice; from a pipe it is read line by line."""
    hidden = sys.stdin.isatty()
    password: str = click.prompt("Пароль", hide_input=hidden, err=True)
    if click.prompt("Ещё раз", hide_input=hidden, err=True) != password:
        raise Refused("Пароли не совпали. Ничего не изменено.")
    return password


def _place(
    bench: Workbench,
    region: str | None,
    municipality: str | None,
    school: str | None,
    actor: Actor,
) -> Place:
    """The place by its names; without any, the whole installation."""
    if region is None:
        if municipality or school:
            raise Refused("Назовите регион: --region КОД.")
        return Place()
    known = known_region(bench, region, actor=actor)
    if known is None:
        raise Refused(f"Региона «{region}» в базе нет. Внести: marshrut seed {region}")
    for what, name, among in (
        ("Муниципалитета", municipality, known.municipalities),
        ("Школы", school, known.schools),
    ):
        if name is not None and name not in among:
            raise Refused(f"{what} «{name}» в регионе нет. Есть: {'; '.join(sorted(among))}.")
    return Place(
        known.id,
        known.municipalities[municipality] if municipality else None,
        known.schools[school] if school else None,
    )
