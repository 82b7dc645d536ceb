"""Administrators look after accounts and rules: roles, lists, letters, settings, rubrics, and the audit of it all."""

from .views import blueprint

__all__ = ["blueprint"]
