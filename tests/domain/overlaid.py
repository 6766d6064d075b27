"""Operations on a base, and how they are refused."""

import pytest

from engine.domain.checks import Finding, Severity
from engine.domain.errors import DefinitionInvalid
from engine.domain.overlay import resolve
from tests.domain.definitions import (
    stage,
)

WAITING = stage("waiting", order=15, title="Ожидание")


def refused(base, *changes):
    with pytest.raises(DefinitionInvalid) as error:
        resolve(base, changes)
    return error.value.fields["findings"]


def unknown(element, operation, index=0):
    fields = (("index", index), ("operation", operation))
    return (Finding(Severity.ERROR, "operation_unknown_element", element, fields),)


def exists(element, operation):
    fields = (("index", 0), ("operation", operation))
    return (Finding(Severity.ERROR, "operation_element_exists", element, fields),)
