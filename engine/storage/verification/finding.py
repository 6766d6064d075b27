"""What the verifier found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was written: what, in which stream, at which place.

    Codes: unreadable, place (a gap or a doubled place), prev (does not follow the entry before),
    hash, mac, key, column (a column disagrees with the hashed body), text_missing, text_changed,
    text_unknown, head (the head of the stream is not its last entry), state (a stored row is not
    what the journal gives), row_missing, row_unknown, path (a move the definition does not have),
    definition (content is not what its digest says), file_changed (not what its SHA-256 says),
    file_missing, guard_missing (dropped, switched off or replaced), installation (its row was
    removed, repeated or spoilt), table_missing. Of an exported history also: format, checksum,
    foreign (of another installation), gone (an entry that the database no longer has), differs (it
    has another one in its place).
    """

    code: str
    stream: str = ""
    seq: int = 0
    detail: str = ""

    def place(self) -> tuple[int, str, int, str]:
        """The order of the report: what concerns an entry first, by stream and place."""
        return (0 if self.stream else 1, self.stream, self.seq, self.code)

    def __str__(self) -> str:
        """One line."""
        where = f"{self.stream} #{self.seq}" if self.stream else "-"
        return f"{self.code}: {where} {self.detail}".rstrip()
