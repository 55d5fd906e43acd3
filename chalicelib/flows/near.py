"""What is public and open near a place: so that one matter is followed, and not reported again."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.core.city import City
from chalicelib.core.errors import Fault, Invalid
from chalicelib.core.geo import cells_near, inside, metres_between
from chalicelib.core.publication import Public, still
from chalicelib.flows.desk import Desk

NEAR = 250
"""Metres around a place, where nothing else is asked."""
FARTHEST = 500
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Near:
    """A public request, and how many metres the middle of its cell is away."""

    public: Public
    metres: float


def near(
    desk: Desk, lat: float, long: float, metres: float = NEAR, service: str = "", limit: int = SHOWN
) -> list[Near]:
    """What is public and open at most so many `metres` (1 to FARTHEST) from a place in WGS 84 degrees, the nearest
    first, at most `limit`; of a `service` and its group alone, if said, and of the service itself before the others.

    At most nine queries and one batch get. Raises Invalid for a place outside the city, a distance and a service that
    are none, and TryLater.
    """
    faults = []
    if not (-90 <= lat <= 90 and -180 <= long <= 180):
        faults.append(Fault("lat", "coordinate"))
    elif desk.city.bounds and not inside(desk.city.bounds, lat, long):
        faults.append(Fault("lat", "outside-area"))
    if not 1 <= metres <= FARTHEST:
        faults.append(too_far())
    if service and service not in desk.city.services:
        faults.append(Fault("service_code", "service-code"))
    if faults:
        raise Invalid(*faults)
    found = desk.requests.near(cells_near(lat, long, metres), limit, _alike(service, desk.city))
    shown = (still(public, desk.city) for public in found)
    return [Near(public, _away(lat, long, public)) for public in shown if public and public.open]


def too_far() -> Fault:
    """What is wrong with a distance that is none, or too great."""
    return Fault("radius", "radius", (("most", str(FARTHEST)),))


def _alike(service: str, city: City) -> tuple[str, ...]:
    """The service, and then the others of its group; none for all."""
    if not service:
        return ()
    group = city.services[service].group
    return (service, *(code for code, other in city.services.items() if other.group == group and code != service))


def _away(lat: float, long: float, public: Public) -> float:
    assert public.lat is not None  # what has no place is in no cell
    assert public.long is not None
    return metres_between((lat, long), (public.lat, public.long))
