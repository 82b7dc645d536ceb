"""The questionnaire: one question a page."""

from .views import blueprint

__all__ = ["blueprint"]
