"""Russian sentences made from codes and fields; no logic elsewhere, and none of the field here.

Everything the engine says is a code with data: reasons why not, journal entries, findings of a
definition. Here each becomes a sentence, the same on every page, in the API and in the console
(which is handed these functions and never imports this package).
"""

from web.wording.demands import demand_text, requirement_text
from web.wording.differences import difference_sentence
from web.wording.findings import finding_sentence
from web.wording.history import describe, is_refusal
from web.wording.history.details import details
from web.wording.reasons import Sentence, unmet_from_plain, unmet_sentence
from web.wording.refusals import refused_text
from web.wording.rules import invalid_text

__all__ = [
    "Sentence",
    "demand_text",
    "describe",
    "details",
    "difference_sentence",
    "finding_sentence",
    "invalid_text",
    "is_refusal",
    "refused_text",
    "requirement_text",
    "unmet_from_plain",
    "unmet_sentence",
]
