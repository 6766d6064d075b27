"""Files of other people's making are those their makers published, each with its licence."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import web

VENDOR = Path(web.__file__).parent / "static" / "vendor"


def test_every_vendored_file_is_named_with_its_digest_and_its_licence():
    packages = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))

    named = {path: digest for one in packages.values() for path, digest in one["files"].items()}
    there = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }

    assert named == there
    for name, package in packages.items():
        assert package["version"], name
        assert any("LICENSE" in path.upper() or "OFL" in path for path in package["files"]), name
