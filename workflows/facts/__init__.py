"""The closed catalogue of facts that a requirement may name; data can choose, never add."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.domain.requirements import Fact, Param, ParamKind, Tighter
from workflows.facts import counting, course, papers, people, work
from workflows.facts.supplying import SUPPLIERS

if TYPE_CHECKING:
    from engine.domain.requirements import FactCatalogue

SUPPLIED_BY = Param("supplied_by", ParamKind.ROLES, tighter=Tighter.EITHER)
"""Allowed on every fact: who is said to supply it in this region."""


def _with_supplier(fact: Fact) -> Fact:
    return replace(fact, params=(*fact.params, SUPPLIED_BY), supply=SUPPLIERS[fact.name])


CATALOGUE: FactCatalogue = MappingProxyType(
    {
        fact.name: _with_supplier(fact)
        for module in (counting, course, papers, people, work)
        for fact in module.FACTS
    }
)
