"""The search form, which only fills in what was asked; the address is read by `criteria`."""

from __future__ import annotations

from flask import request
from wtforms import Form, SelectField, StringField

from ..forms import choices
from .criteria import Criteria, Order, criteria_from

ORDERS = {
    Order.BEST_FIT: "Best fit",
    Order.NEAREST: "Nearest first",
    Order.MOST_CLINICAL: "Most clinical first",
}
RADII = ("5", "10", "25", "50", "100", "250")


class SearchForm(Form):
    """Place, radius, unit and order. It is sent with GET and carries no token: a search can be shared."""

    place = StringField("City or postal code")
    radius = SelectField("Within", choices=choices((value, value) for value in RADII), default="25")
    unit = SelectField("Unit", choices=choices([("mi", "miles"), ("km", "km")]), default="mi")
    order = SelectField("Order", choices=choices((o.value, label) for o, label in ORDERS.items()), default="best-fit")

    @classmethod
    def showing(cls, criteria: Criteria) -> SearchForm:
        """The form filled in with a search, its own radius among the choices."""
        form = cls(data={**criteria.address(), "order": criteria.order.value})
        radius = f"{criteria.radius:g}"
        if radius not in RADII:
            form.radius.choices = choices((v, v) for v in sorted({*RADII, radius}, key=float))
            form.radius.data = radius
        return form


def asked() -> Criteria:
    """The search of this request; of a repeated parameter the last counts. Raises BadParameter."""
    return criteria_from({name: values[-1] for name, values in request.args.lists()})
