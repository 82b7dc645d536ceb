"""What a visitor does with the results: keep a few, compare them, and telephone with a card in hand."""

from .views import blueprint

__all__ = ["blueprint"]
