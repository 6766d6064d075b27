"""A text of a definition opened for changes: what nobody touches stays as it was written.

Every form of the console writes here and nowhere else, and what it writes is text: it goes through
the same reading and the same checks as a text that was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

from admin.definitions.writing import change, rendered

if TYPE_CHECKING:
    from tomlkit.items import Item

Operation = tuple[str, Mapping[str, Any]]
"""The name of an operation with its keys, but those that name the element."""

_HEADER = re.compile(r"^[ \t]*\[\[\s*change\s*\]\]", re.MULTILINE)


class CannotAmend(Exception):
    """The text is written in a way the forms do not know; it is changed as a text only."""


class Manuscript:
    """A text that takes changes in, in place where it has them already."""

    def __init__(self, text: str) -> None:
        """Open a text; raises CannotAmend for one that is no TOML."""
        try:
            self._document = tomlkit.parse(text)
        except (TOMLKitError, RecursionError, ValueError) as fault:
            raise CannotAmend from fault
        self._added: list[str] = []
        self._lead = ""

    @property
    def text(self) -> str:
        """The text as it stands now, what was added at its end."""
        text = self._document.as_string()
        if self._lead:
            text, placed = _HEADER.subn(lambda found: self._lead + found[0], text, count=1)
            text += "" if placed else self._lead
        return "\n".join([text.rstrip() + "\n", *self._added]) if self._added else text

    @property
    def complete(self) -> bool:
        """Whether the text describes a whole path by itself, changing no other one."""
        return not self._document.get("extends")

    def settle(self, key: Mapping[str, str], names: Iterable[str], wanted: list[Operation]) -> None:
        """Let the operations of these names on an element be exactly the wanted ones.

        One that is there already is changed in place, so that its comments stay.
        """
        left, known = list(wanted), frozenset(names)
        for table in self._tables(key):
            if table.get("op") not in known:
                continue
            fitting = next((one for one in left if one[0] == table["op"]), None)
            if fitting is None:
                self._remove(table)
            else:
                left.remove(fitting)
                _set_keys(table, {"op": fitting[0], **key, **fitting[1]})
        self._added += [change(name, **key, **keys) for name, keys in left]

    def replace_table(self, group: str, number: int, wanted: list[dict[str, Any]]) -> None:
        """Put tables in the place of one of `[[group]]`; the first keeps its comments."""
        listed = self._document.get(group, [])
        if not isinstance(listed, AoT):
            raise CannotAmend
        table = listed[number]
        if not wanted:
            self._remove(table, group)
            return
        _set_keys(table, wanted[0])
        for offset, keys in enumerate(wanted[1:], start=1):
            listed.insert(number + offset, _new_table(keys))

    def add_change(self, keys: Mapping[str, Any]) -> None:
        """Put an operation at the end."""
        self._added.append(change(keys["op"], **{k: v for k, v in keys.items() if k != "op"}))

    def set_table(self, group: str, code: str, keys: Mapping[str, Any]) -> None:
        """Set all keys of `[group.code]` in a complete text."""
        tables = self._document.get(group, {})
        if code in tables:
            _set_keys(tables[code], keys)
            return
        lines = [f"{name} = {rendered(value)}\n" for name, value in keys.items()]
        self._added.append(f"[{group}.{code}]\n" + "".join(lines))

    def set_value(self, group: str, code: str, value: Any) -> None:
        """Set a key of `[group]` in a complete text."""
        tables = self._document
        for name in group.split("."):
            if name not in tables:
                self._added.append(f"[{group}]\n{code} = {rendered(value)}\n")
                return
            tables = tables[name]
        tables[code] = tomlkit.value(rendered(value))

    def set_head(self, key: str, value: str) -> None:
        """Set a line of the text's head; an empty one goes."""
        if value:
            self._document[key] = tomlkit.value(rendered(value))
        elif key in self._document:
            self._document.remove(key)

    def drop(self, group: str, code: str) -> None:
        """Take `[group.code]`, or a key of `[group]`, out of a complete text."""
        tables: Any = self._document
        for name in group.split("."):
            tables = tables.get(name, {})
        if code in tables:
            tables.pop(code)

    def _tables(self, key: Mapping[str, str]) -> list[Table]:
        listed = self._document.get("change", [])
        if listed and not isinstance(listed, AoT):
            # Written as one list of inline tables.
            raise CannotAmend
        return [
            table
            for table in listed
            if all(table.get(name) == value for name, value in key.items())
        ]

    def _remove(self, table: Table, group: str = "change") -> None:
        """Take an operation out; the comments after it are about what follows, so they stay."""
        listed: Any = self._document[group]
        place = next(index for index, one in enumerate(listed) if one is table)
        trailing = _trailing(table)
        if place:
            before = listed[place - 1].value
            for item in trailing:
                before.add(item)
        else:
            self._lead += "".join(item.as_string() for item in trailing)
        del listed[place]
        if not listed:
            self._document.remove(group)


def _new_table(keys: Mapping[str, Any]) -> Table:
    table = tomlkit.table()
    for name, value in keys.items():
        table.add(name, tomlkit.value(rendered(value)))
    table.add(tomlkit.nl())
    return table


def _trailing(table: Table) -> list[Item]:
    """Blank lines and comments after the last key."""
    items: list[Item] = []
    for key, item in reversed(table.value.body):
        if key is not None:
            break
        items.insert(0, item)
    return items


def _set_keys(table: Any, keys: Mapping[str, Any]) -> None:
    """Let a table have exactly these keys; what is equal already is not written anew."""
    for name in [name for name in table if name not in keys]:
        table.pop(name)
    for name, value in keys.items():
        if name not in table:
            _add(table, name, value)
        elif _unwrapped(table[name]) != value:
            table[name] = tomlkit.value(rendered(value))


def _add(table: Any, name: str, value: Any) -> None:
    """A new key after the others, before the comments that close the table."""
    last = [key for key, _item in table.value.body if key is not None]
    if not last or not isinstance(table, Table):
        table[name] = tomlkit.value(rendered(value))
        return
    table.value._insert_after(last[-1], name, tomlkit.value(rendered(value)))  # noqa: SLF001


def _unwrapped(value: Any) -> Any:
    return value.unwrap() if hasattr(value, "unwrap") else value
