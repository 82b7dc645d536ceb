"""Forms of the steps of a listing. Nothing is required to save a step; what is malformed gets a message."""

from .about import AboutForm
from .contact import ContactForm
from .licence import LicenceForm
from .photo import PhotoForm
from .place import PlaceForm
from .practical import PracticalForm
from .step import Step

__all__ = ["AboutForm", "ContactForm", "LicenceForm", "PhotoForm", "PlaceForm", "PracticalForm", "Step"]
