"""What anybody may see is decided by the service, then by what the request is, and then by what staff released."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.case import Case
from chalicelib.core.city import City, Publish
from chalicelib.core.errors import Fault, Invalid, NotAllowed, Refused
from chalicelib.core.geo import metres_between
from chalicelib.core.publication import Public, public_of, publication, read, still, written
from chalicelib.flows.intake import Source, hear
from chalicelib.flows.move import move
from tests.build import a_case, a_city, a_request, a_staffed_city, an_actor, moved, what_is_said
from tests.fakes import Office

HERE = {"lat": 38.462345, "long": 27.216789}
WORDS = "Yolda büyük bir çukur var."
CITY = a_staffed_city()


def shown(case: Case) -> Public:
    found = public_of(case, CITY)
    assert found
    return found


def a_city_that_publishes(publish: Publish, code: str = "road.pothole") -> City:
    service = replace(CITY.services[code], publish=publish)
    return replace(CITY, services={**CITY.services, code: service})


def released(**said: Any) -> Case:
    case = a_case(**HERE)
    return moved(case, "release", "operator", now=case.request.opened, **said)


def test_nothing_is_public_where_the_service_says_nothing() -> None:
    assert publication(a_request(service_code="zabita.vendor"), a_city()) is None
    assert publication(a_request(service_code="waste.bulky"), a_city()) is None


def test_service_and_rough_place_are_public_where_the_service_says_so() -> None:
    public = publication(a_request(service_code="road.works", **HERE), a_city())
    assert public
    assert (public.service, public.district, public.text, public.photos) == ("road.works", "Bornova", "", ())
    assert public.lat
    assert public.long
    distance = metres_between((HERE["lat"], HERE["long"]), (public.lat, public.long))
    assert 1 < distance < 120


def test_two_places_of_one_cell_look_the_same_in_public() -> None:
    near = HERE | {"lat": HERE["lat"] + 0.00005}
    one, other = (publication(a_request(**each), a_city()) for each in (HERE, near))
    assert one
    assert other
    assert (one.lat, one.long) == (other.lat, other.long)


def test_what_was_typed_as_a_district_is_public_only_where_the_city_has_one_of_that_name() -> None:
    public = publication(a_request(district="Ayşe Yılmaz'ın evi", address=None), a_city())
    assert public
    assert public.district == ""


@pytest.mark.parametrize(
    "hidden",
    [
        {"kind": "ihbar"},
        {"hide_identity": True},
        {"description": "Çukur var, ismimi vermeyin."},
        {"legal_basis": "petition"},
    ],
    ids=str,
)
def test_nothing_of_a_tip_a_hidden_name_or_a_legal_application_is_public(hidden: dict[str, Any]) -> None:
    assert publication(a_request(**hidden), a_city()) is None


def test_words_are_public_only_after_staff_released_them() -> None:
    assert shown(a_case(description=WORDS)).text == ""
    assert shown(released(text="Çukur var.")).text == "Çukur var."


def test_words_are_not_public_because_somebody_hands_them_on() -> None:
    public = publication(a_request(), a_city(), text="Bir", photos=("a" * 48,))
    assert public
    assert (public.text, public.photos) == ("", ())


@pytest.mark.parametrize("mark", ["private", "confidential"])
def test_a_service_that_is_private_publishes_nothing_whatever_it_says(mark: str) -> None:
    service = replace(CITY.services["road.pothole"], **{mark: True})
    city = replace(CITY, services={**CITY.services, "road.pothole": service})
    assert publication(a_request(), city) is None
    assert still(shown(a_case()), city) is None


def test_released_without_words_the_citizens_own_are_public_to_the_last_letter() -> None:
    assert shown(released()).text == a_case(**HERE).request.draft.text


def test_released_anew_the_new_words_stand_in_place_of_the_old() -> None:
    case = moved(released(text="Bir"), "release", "operator", now=a_case().request.opened, text="İki")
    assert shown(case).text == "İki"


def test_taken_back_the_words_are_gone_and_the_place_stays() -> None:
    case = moved(released(text="Bir"), "unrelease", "operator", now=a_case().request.opened)
    assert (shown(case).text, shown(case).service) == ("", "road.pothole")


def test_every_later_move_keeps_the_released_words_public() -> None:
    case = released(text="Bir")
    for name, who in (("note", "officer"), ("start", "officer"), ("message", "operator")):
        case = moved(case, name, who, now=case.request.opened, **({"text": "x"} if name != "start" else {}))
        assert shown(case).text == "Bir"


def test_a_merge_keeps_the_released_words_of_the_main_request() -> None:
    office = replace(Office(), city=CITY)
    one, other = (hear(office.desk, what_is_said(**HERE), Source("web", key)).request.number for key in "ab")
    operator = an_actor("operator")
    move(office.desk, other, "release", {"text": "Bir"}, operator)
    move(office.desk, one, "merge", {"into": other}, operator)
    assert office.requests.publics[other].text == "Bir"
    assert office.requests.publics[one].status == "duplicate"


@pytest.mark.parametrize(
    ("name", "who", "said"),
    [
        ("confidential", "operator", {"reason": "x"}),
        ("triage", "operator", {"service_code": "zabita.vendor"}),
        ("triage", "operator", {"service_code": "road.works"}),
        ("legal", "operator", {"legal_basis": "petition"}),
    ],
)
def test_what_may_be_public_no_more_has_to_be_released_anew(name: str, who: str, said: dict[str, Any]) -> None:
    case = released(text="Bir")
    case = moved(case, name, who, now=case.request.opened, **said)
    assert case.state.released == 0
    after = public_of(case, CITY)
    assert after is None or after.text == ""


def test_after_an_erasure_nothing_is_public() -> None:
    case = moved(a_case("closed"), "erase", "admin", now=a_case().request.opened, reason="KVKK")
    assert public_of(case, CITY) is None
    with pytest.raises(NotAllowed) as refusal:
        moved(case, "release", "operator", now=case.request.opened)
    assert refusal.value.code == "release-not"


@pytest.mark.parametrize("service", ["zabita.vendor", "road.works", "aid.food"])
def test_words_cannot_be_released_where_the_service_forbids_it(service: str) -> None:
    with pytest.raises(NotAllowed):
        moved(a_case(service_code=service), "release", "supervisor", now=a_case().request.opened, text="Bir")


def test_nothing_is_taken_back_where_nothing_was_released() -> None:
    with pytest.raises(NotAllowed) as refusal:
        moved(a_case(), "unrelease", "operator", now=a_case().request.opened)
    assert refusal.value.code == "unrelease-not"


@pytest.mark.parametrize("who", ["officer", "head", "citizen"])
def test_only_the_centre_makes_words_public(who: str) -> None:
    with pytest.raises(Refused):
        moved(a_case(), "release", who, now=a_case().request.opened, text="Bir")


def test_only_photos_of_the_request_itself_can_be_released() -> None:
    case = a_case(files=["a" * 48])
    ours = moved(case, "release", "operator", now=case.request.opened, photos=["a" * 48])
    assert shown(ours).photos == ("a" * 48,)
    with pytest.raises(Invalid) as refusal:
        moved(case, "release", "operator", now=case.request.opened, photos=["b" * 48])
    assert refusal.value.faults == (Fault("photos", "file-of-another"),)


def test_a_setting_takes_back_at_once_what_was_written_before() -> None:
    public = shown(released(text="Bir"))
    assert still(public, a_city_that_publishes("nothing")) is None
    place = still(public, a_city_that_publishes("place"))
    assert place
    assert (place.text, place.photos) == ("", ())
    assert still(public, CITY) == public


def test_what_is_public_survives_being_written_down() -> None:
    public = shown(released(text="Bir"))
    assert read(written(public)) == public
