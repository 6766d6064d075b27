"""Help and usage errors of click in Russian; click brings no catalogue of its own."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from click.types import OptionHelpExtra

_HEADINGS = {"Options": "Параметры", "Commands": "Команды", "Arguments": "Аргументы"}


class RussianFormatter(click.HelpFormatter):
    """Headings in Russian."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "Использование: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_HEADINGS.get(heading, heading))


class RussianContext(click.Context):
    """A context whose help is in Russian."""

    formatter_class = RussianFormatter


class RussianCommand(click.Command):
    """A command whose help is in Russian."""

    context_class = RussianContext

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse words nobody asked for in Russian; click has no error of their own for them."""
        ctx.allow_extra_args = True
        left = super().parse_args(ctx, args)
        if left and not isinstance(self, click.Group):
            raise click.UsageError(f"Лишнее: {' '.join(left)}.", ctx)
        return left

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Показать эту справку."
        return option

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [_USAGE.get(piece, piece) for piece in super().collect_usage_pieces(ctx)]


class RussianGroup(RussianCommand, click.Group):
    """A group whose help is in Russian, and that of its commands too."""

    command_class = RussianCommand

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise click.UsageError(
                f"Нет команды «{args[0]}». Есть: {', '.join(self.list_commands(ctx))}.", ctx
            )
        return super().resolve_command(ctx, args)


class RussianOption(click.Option):
    """An option that says in Russian that it cannot be left out."""

    def get_help_extra(self, ctx: click.Context) -> OptionHelpExtra:
        extra = super().get_help_extra(ctx)
        if "required" in extra:
            extra["required"] = "обязательно"
        return extra


_USAGE = {"[OPTIONS]": "[ПАРАМЕТРЫ]", "COMMAND [ARGS]...": "КОМАНДА [АРГУМЕНТЫ]..."}


def usage_sentence(error: click.UsageError) -> str:
    """What is wrong with the words of a command."""
    match error:
        case click.NoSuchOption():
            return f"Нет параметра «{error.option_name}».{_meant(error.possibilities)}"
        case click.MissingParameter():
            return f"Не хватает: {_named(error.param)}."
        case click.BadOptionUsage():
            return f"Параметру «{error.option_name}» нужно значение."
        case click.BadParameter():
            return f"{_named(error.param)}: значение не подходит{_choices(error.param)}."
        case _:
            return error.message


def _named(param: click.Parameter | None) -> str:
    if param is None:
        return "аргумент"
    return param.opts[0] if isinstance(param, click.Option) else (param.metavar or param.name or "")


def _choices(param: click.Parameter | None) -> str:
    kind = param.type if param else None
    if isinstance(kind, click.IntRange):
        return f"; нужно целое число от {kind.min} до {kind.max}"
    if isinstance(kind, click.Choice):
        return f"; подойдёт одно из: {_joined(kind.choices)}"
    return ""


def _meant(possible: Sequence[str] | None) -> str:
    return f" Возможно, {_joined(possible)}?" if possible else ""


def _joined(words: Iterable[object]) -> str:
    return ", ".join(str(word) for word in words)


class LazyGroup(RussianGroup):
    """A group some of whose commands are imported when they are asked for.

    `elsewhere` says where they stand, as `module:name`: a command that reads a file does not wait
    for the whole application.
    """

    def __init__(self, *args: Any, elsewhere: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.elsewhere = elsewhere

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self.elsewhere})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.elsewhere:
            return super().get_command(ctx, cmd_name)
        module, _, name = self.elsewhere[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command
