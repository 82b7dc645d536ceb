"""The doctor: looks at everything a directory in use rests on and says in plain words what to do."""

from .examining import examine, patient_of, send_letter
from .findings import Finding, Patient, State

__all__ = ["Finding", "Patient", "State", "examine", "patient_of", "send_letter"]
