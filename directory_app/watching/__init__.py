"""Feature: what machines ask the site: whether it lives, whether it can serve, and what it counted."""

from .requests import count_requests, init_app
from .views import blueprint

__all__ = ["blueprint", "count_requests", "init_app"]
