"""Changing a password: one's own by proving the former one, another's by managing the person."""

from __future__ import annotations
