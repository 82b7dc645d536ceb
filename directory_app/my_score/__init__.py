"""My score: what a therapist's answers brought and why, objections to how they were read, appeals against decisions."""

from .views import blueprint

__all__ = ["blueprint"]
