"""What tests of the doctor share."""

from __future__ import annotations

from dataclasses import replace


def like(patient, **config):
    """The same directory with other settings."""
    return replace(patient, config={**patient.config, **config})


def said(findings, state=None):
    """What was found, or only what stands so."""
    return " ".join(one.what for one in findings if state in (None, one.state))
