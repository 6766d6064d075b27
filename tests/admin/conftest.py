"""The office in which the console is tried."""

from __future__ import annotations

import pytest

from engine.workbench import Workbench
from tests.admin.scenes import Office, make_office


@pytest.fixture
def office(bench: Workbench) -> Office:
    """Two regions with their admins at browsers."""
    return make_office(bench)
