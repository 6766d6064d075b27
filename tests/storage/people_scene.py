"""The country whose people are managed, and how they are refused."""

from __future__ import annotations

import pytest

from engine.domain.errors import (
    InvalidInput,
)
from tests.people import Country, make_country

NEW_PASSWORD = "йод, ёж и четвёртый этап"


@pytest.fixture
def country(bench) -> Country:
    return make_country(bench)


def refused(error: pytest.ExceptionInfo[InvalidInput]) -> tuple[str, str]:
    return error.value.fields["field"], error.value.fields["rule"]
