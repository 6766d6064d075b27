"""Looking at a definition before it is published: everything found, not only the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.checks.final import inspect_final
from engine.domain.checks.finding import Finding, Severity
from engine.domain.checks.naming import inspect_names
from engine.domain.checks.paths import inspect_path
from engine.domain.checks.people import inspect_roles
from engine.domain.checks.requirements import inspect_requirements
from engine.domain.checks.scenarios import inspect_scenarios, play_scenarios
from engine.domain.checks.terms import inspect_terms

if TYPE_CHECKING:
    from engine.domain.definition import Definition
    from engine.domain.requirements import FactCatalogue

__all__ = ["Finding", "Severity", "inspect_definition"]


def inspect_definition(definition: Definition, catalogue: FactCatalogue) -> tuple[Finding, ...]:
    """All findings, errors first; a definition with an error must not be published.

    Its scenarios are played when nothing else is wrong: a promise that does not hold is an error.
    """
    findings: tuple[Finding, ...] = (
        *inspect_names(definition),
        *inspect_path(definition),
        *inspect_roles(definition),
        *inspect_requirements(definition, catalogue),
        *inspect_terms(definition),
        *inspect_scenarios(definition, catalogue),
        *inspect_final(definition),
    )
    if not any(finding.severity is Severity.ERROR for finding in findings):
        findings = (*findings, *play_scenarios(definition, catalogue))
    return tuple(sorted(findings, key=lambda finding: finding.severity is Severity.NOTE))
