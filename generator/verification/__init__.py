"""A stranger's view: a document in, a report out.

Nothing here knows this registry, its YAML or its addresses. Documents come through one seam, `Fetch`, which brings the
bytes under a URL or raises `UnknownDocument`; the moment is an argument; so every rule is tested without network and
clock. A report has a verdict, codes of a closed table (`codes.CODES`) and every check in plain words.
"""

from __future__ import annotations

from generator.verification.codes import CODES, Verdict
from generator.verification.reading import Fetch
from generator.verification.recipient import Claim, NotAReceipt
from generator.verification.report import Check, Outcome, Part, Report, Role, Shown
from generator.verification.verifier import Verifier

__all__ = [
    "CODES",
    "Check",
    "Claim",
    "Fetch",
    "NotAReceipt",
    "Outcome",
    "Part",
    "Report",
    "Role",
    "Shown",
    "Verdict",
    "Verifier",
]
