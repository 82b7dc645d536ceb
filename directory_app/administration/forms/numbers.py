"""A validator for whole numbers however long they were typed."""

from __future__ import annotations

from typing import Any

from wtforms.validators import ValidationError


class Between:
    """A whole number from `least` to `most`. The library's own one fails for numbers of hundreds of digits."""

    def __init__(self, least: int, most: int, message: str) -> None:
        self.least, self.most, self.message = least, most, message

    def __call__(self, form: Any, field: Any) -> None:
        """Refuse all others."""
        if field.data is None or not self.least <= field.data <= self.most:
            raise ValidationError(self.message)
