"""Templates compiled once for all applications of a test process, each of which has its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import BytecodeCache

if TYPE_CHECKING:
    from flask import Flask
    from jinja2.bccache import Bucket


class CompiledTemplates(BytecodeCache):
    """What Jinja made of each template, in memory; it goes by the text of the template."""

    def __init__(self) -> None:
        """Nothing compiled yet."""
        self._kept: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was made of the very same text."""
        kept = self._kept.get((bucket.key, bucket.checksum))
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was made."""
        self._kept[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


_COMPILED = CompiledTemplates()


def with_compiled(app: Flask) -> Flask:
    """The application, which compiles no template that another one of this process has."""
    app.jinja_env.bytecode_cache = _COMPILED
    return app
