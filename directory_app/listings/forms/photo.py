"""The step about the photo: a file, and which square of it visitors see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import IntegerField, RadioField
from wtforms.validators import NumberRange, Optional

from ...forms import choices
from ...models import Photo
from ...photos import Cut
from .step import Step

ACCEPTED = "image/jpeg,image/png,image/webp,image/avif"
PLACES = {
    "0-0": "Top left",
    "50-0": "Top",
    "100-0": "Top right",
    "0-50": "Left",
    "50-50": "Middle",
    "100-50": "Right",
    "0-100": "Bottom left",
    "50-100": "Bottom",
    "100-100": "Bottom right",
}
CLOSENESS = {"100": "As wide as possible", "140": "Closer", "200": "Close", "300": "Very close"}
FARTHEST, CLOSEST = 100, 400


class PhotoForm(Step):
    """A file, or where the square lies. Scripts send it in percent; without them there are nine places to choose."""

    file = FileField(
        "Your photo (optional)",
        description="JPEG, PNG, WebP or AVIF, 6 MB at most. Your face, you alone, in good light.",
        render_kw={"accept": ACCEPTED},
    )
    place = RadioField("Which part of the photo", choices=choices(PLACES.items()), validate_choice=False)
    closeness = RadioField("How close", choices=choices(CLOSENESS.items()), validate_choice=False)
    across = IntegerField("Left or right", validators=[Optional(), NumberRange(0, 100)])
    down = IntegerField("Up or down", validators=[Optional(), NumberRange(0, 100)])
    zoom = IntegerField("Near or far", validators=[Optional(), NumberRange(FARTHEST, CLOSEST)])

    @classmethod
    def of(cls, photo: Photo | None, digest: str) -> Any:
        """The form beside the photo that is shown now."""
        cut = Cut(photo.across, photo.down, photo.zoom) if photo else Cut()
        return cls.showing_with(digest, _fields(cut))

    @property
    def chosen(self) -> bytes | None:
        """What the file holds; None where none was chosen."""
        came = self.file.data
        return came.read() if isinstance(came, FileStorage) and came.filename else None

    def cut(self, now: Cut) -> Cut:
        """The square asked for; what was not said stays as it is now."""
        across, down = now.across, now.down
        if self.place.data in PLACES:
            across, down = (int(part) for part in self.place.data.split("-"))
        zoom = int(self.closeness.data) if self.closeness.data in CLOSENESS else now.zoom
        # Sliders that were not sent still hold what they showed.
        if self.across.raw_data and None not in {self.across.data, self.down.data, self.zoom.data}:
            across, down, zoom = self.across.data, self.down.data, self.zoom.data
        return Cut(across, down, zoom)


def _fields(cut: Cut) -> Mapping[str, Any]:
    """The nearest of the nine places is ticked only where the square lies exactly there."""
    place = f"{cut.across}-{cut.down}"
    return {
        "across": cut.across,
        "down": cut.down,
        "zoom": cut.zoom,
        "place": place if place in PLACES else None,
        "closeness": str(cut.zoom) if str(cut.zoom) in CLOSENESS else None,
    }
