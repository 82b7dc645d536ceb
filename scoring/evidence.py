"""What is known about one question beyond the questionnaire, and how it all adds up to one Beta distribution."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .quantile import beta_quantile

PRIOR = (1.2, 2.8)
CLAIM_WEIGHT = 1.0
TEXT_WEIGHT = 3.0
CLIENTS_AT_MOST = 12.0
INTERVIEW_WEIGHT = 10.0
OLD_AFTER_MONTHS = 24.0
CLAIM_LEAD = 0.25
CLIENTS_FOR_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """One report on one question: `kind` "client" or "interview", `value` 0 to 1, `age_months` 0 or more."""

    kind: str
    question_id: str
    value: float
    age_months: float


@dataclass(frozen=True, slots=True)
class Posterior:
    """A Beta distribution over how far a practice goes on one question."""

    alpha: float
    beta: float

    @property
    def mean(self) -> float:
        """The estimate, 0 to 1."""
        return self.alpha / (self.alpha + self.beta)

    def quantile(self, p: float) -> float:
        """The value below which a share `p` lies, 0 to 1."""
        return beta_quantile(self.alpha, self.beta, p)

    def with_evidence(self, value: float, weight: float) -> Posterior:
        """This distribution after evidence of `value` (0 to 1) that counts as `weight` observations."""
        return Posterior(self.alpha + weight * value, self.beta + weight * (1.0 - value))


def posterior(
    claim: float | None,
    text: float | None,
    reports: Sequence[Evidence],
    text_weight: float = TEXT_WEIGHT,
    choice_alone: float = CLAIM_LEAD,
) -> Posterior:
    """All evidence on one question as one distribution; what is absent adds nothing.

    A claim is believed only `CLAIM_LEAD` further than the text shows, and where there is no text, as far as
    `choice_alone`, 0 to 1.
    """
    result = Posterior(*PRIOR)
    if claim is not None:
        result = result.with_evidence(min(claim, choice_alone if text is None else text + CLAIM_LEAD), CLAIM_WEIGHT)
    if text is not None:
        result = result.with_evidence(text, text_weight)
    clients = sorted(r.value for r in reports if r.kind == "client")
    if clients:
        weight = CLIENTS_AT_MOST * -math.expm1(-len(clients) / CLIENTS_AT_MOST)
        result = result.with_evidence(math.fsum(clients) / len(clients), weight)
    interview = latest_interview(reports)
    if interview is not None:
        worn = interview.age_months >= OLD_AFTER_MONTHS
        result = result.with_evidence(interview.value, INTERVIEW_WEIGHT / 2 if worn else INTERVIEW_WEIGHT)
    return result


def latest_interview(reports: Sequence[Evidence]) -> Evidence | None:
    """The youngest interview; of two of the same age the lower one, so that order does not matter."""
    interviews = [r for r in reports if r.kind == "interview"]
    return min(interviews, key=lambda r: (r.age_months, r.value), default=None)


def level(claim: float | None, text: float | None, reports: Sequence[Evidence], text_stands: bool) -> str:
    """How well one question is supported, "L0" to "L3". `text_stands`: no guard and no flag holds the text back."""
    interview = latest_interview(reports)
    if interview is not None and interview.age_months < OLD_AFTER_MONTHS:
        return "L3"
    recent = [r.value for r in reports if r.kind == "client" and r.age_months < OLD_AFTER_MONTHS]
    if len(recent) >= CLIENTS_FOR_LEVEL:
        yes = math.fsum(recent)
        if beta_quantile(1.0 + yes, 1.0 + len(recent) - yes, 0.2) >= 0.5:
            return "L2"
    if claim is not None and text is not None and text_stands and text >= 0.40 and abs(claim - text) <= CLAIM_LEAD:
        return "L1"
    return "L0"
