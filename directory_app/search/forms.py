"""The search form, which only fills in what was asked; the address is read by `criteria`."""

from __future__ import annotations

from flask import request
from wtforms import Form, HiddenField, SelectField, StringField

from ..forms import choices
from .criteria import ANY_RADIUS, NEAR_YOU, Criteria, Order, criteria_from

ORDERS = {
    Order.BEST_FIT: "Best fit",
    Order.NEAREST: "Nearest first",
    Order.MOST_CLINICAL: "Most clinical first",
    Order.MOST_RELAXING: "Most relaxing first",
    Order.RECENTLY_CONFIRMED: "Recently confirmed first",
}
UNITS = {"mi": "miles", "km": "km"}
RADII = ("5", "10", "25", "50", "100", "250")
AS_FAR_AS_NEEDED = (ANY_RADIUS, "any distance")


class SearchForm(Form):
    """Place, radius, unit, words and order; `near` where the place is the position of the browser.

    It is sent with GET and carries no token: a search can be shared.
    """

    place = StringField("City or postal code")
    near = HiddenField()
    radius = SelectField(
        "Within", choices=choices([*((value, value) for value in RADII), AS_FAR_AS_NEEDED]), default="25"
    )
    unit = SelectField("Unit", choices=choices([("", "miles or km"), *UNITS.items()]), default="")
    words = StringField("Name or words")
    order = SelectField("Order", choices=choices((o.value, label) for o, label in ORDERS.items()), default="best-fit")

    @classmethod
    def showing(cls, criteria: Criteria, *, measured: bool = False) -> SearchForm:
        """The form filled in with a search, its own radius among the choices.

        Where no unit was chosen, none is sent by the next search either; `measured` in that of the country around, it
        stands there by its name.
        """
        place = NEAR_YOU if criteria.around_position else criteria.place
        form = cls(data={**criteria.address(), "place": place, "order": criteria.order.value})
        if criteria.unit_chosen:
            form.unit.choices = choices(UNITS.items())
        elif measured:
            form.unit.choices = choices((("" if unit == criteria.unit else unit), name) for unit, name in UNITS.items())
        radius = str(form.radius.data)
        if radius not in {*RADII, ANY_RADIUS}:
            numbers = sorted({*RADII, radius}, key=float)
            form.radius.choices = choices([*((v, v) for v in numbers), AS_FAR_AS_NEEDED])
        return form


def asked() -> Criteria:
    """The search of this request. Raises BadParameter."""
    return criteria_from(dict(request.args.lists()))
