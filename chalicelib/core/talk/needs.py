"""What must be known of a service before it can be asked for: a place, or whom to call back."""

from __future__ import annotations

from chalicelib.core.city import Service

# Services that are nowhere in particular: of these no place is asked for.
PLACELESS = (
    "transit.", "transport.taxi", "water.bill", "water.subscription", "aid.", "office.", "culture.", "legal.", "meta.",
    "zoning.info", "zoning.permit", "animal.adoption", "cemetery.burial",
)  # fmt: skip
PLACED_ALL_THE_SAME = ("transit.stop", "aid.homeless")


def needs_place(service: Service) -> bool:
    """Whether a service is somewhere; a call-back is not."""
    return service.code in PLACED_ALL_THE_SAME or not (service.code.startswith(PLACELESS) or is_called_back(service))


def is_called_back(service: Service) -> bool:
    """Whether somebody calls the person: for what is confidential, and for what cannot be done in writing."""
    return service.needs_call and (service.confidential or not service.danger)
