"""What moderators look up: licences in the registers of boards, accounts that came together. Due work as selects."""

from .licences import CheckFound, lapse, licences_due, record_check, same_number, withdraw_check
from .npi import npi_fault
from .registrations import Limits, bursts_open, look_for_names, note_registration, review_burst

__all__ = [
    "CheckFound",
    "Limits",
    "bursts_open",
    "lapse",
    "licences_due",
    "look_for_names",
    "note_registration",
    "npi_fault",
    "record_check",
    "review_burst",
    "same_number",
    "withdraw_check",
]
