"""The tracking pages: what the number alone shows, and what the proof does."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.core.tracking import derive
from tests.build import MONDAY
from tests.entry.citizen import filled_in, get, number_on, post, the_request
from tests.fakes import Office


def test_the_number_alone_shows_state_and_dates(office: Office) -> None:
    _, opened = post("/basvuru", filled_in("waste.other", district="Konak"))
    number = number_on(opened)
    for answer, page in (get(f"/takip/{number}"), post("/takip", {"number": number.replace("-", " ")})):
        assert answer.status == 200
        assert "İlgili kuruma iletildi" in page.words
        assert "23 Kasım 2026 Pazartesi 10.30" in page.words
        assert "26 Kasım 2026 Perşembe 17.30" in page.words
        for hidden in ("çukur", "Ankara", "Bornova", "Konak", "Ayşe", "2233", "22 33", "Çöp", "Süre:"):
            assert hidden not in page.html, hidden


def test_the_proof_shows_what_is_the_citizens_own(office: Office) -> None:
    _, opened = post("/basvuru", filled_in())
    _, public = get(f"/takip/{number_on(opened)}")
    answer, page = post("/takip", public.fields | {"contact": "2233"})
    assert answer.status == 200
    for own in ("Büyük bir çukur var.", "Ankara Caddesi no 12", "Süre: 3 iş günü.", "Yolda çukur"):
        assert own in page.words
    assert page.words == get(f"/takip/{number_on(opened)}?contact=2233")[1].words


def test_a_confidential_matter_is_named_to_its_owner_alone(office: Office) -> None:
    _, opened = post("/basvuru", filled_in("aid.food"))
    unit = office.city.units[the_request(office).route.unit].name.tr
    _, public = get(f"/takip/{number_on(opened)}")
    _, own = post("/takip", {"number": number_on(opened), "contact": "2233"})
    label = office.city.services["aid.food"].label.tr
    assert label in own.words
    assert unit in own.words
    assert label not in public.html
    assert unit not in public.html


def test_a_mistyped_number_is_said_at_once(office: Office) -> None:
    answer, page = post("/takip", {"number": "2611-4817-3053"})
    assert answer.status == 404
    assert "rakamları tek tek kontrol edin" in page.words
    assert page.fields["number"] == "2611-4817-3053"
    assert "#f-number" in page.links
    assert post("/takip", {"number": " "})[0].status == 400


def test_an_unknown_number_is_not_found(office: Office) -> None:
    answer, page = get(f"/takip/{derive(b'another', 'web', 'x', 2026, 0)}")
    assert answer.status == 404
    assert "Bu numarayla bir başvuru bulamadık" in page.words


def test_five_wrong_proofs_are_answered_and_then_one_waits(office: Office) -> None:
    _, opened = post("/basvuru", filled_in())
    wrong = {"number": number_on(opened), "contact": "0000"}
    for _ in range(5):
        answer, page = post("/takip", wrong)
        assert answer.status == 403
        assert "#f-contact" in page.links
        assert page.fields["number"] == number_on(opened)
        assert "Büyük bir çukur" not in page.words
    answer, page = post("/takip", wrong)
    assert answer.status == 429
    assert answer.headers["retry-after"] == "30"
    assert "30 saniye sonra yeniden deneyin" in page.words


def test_a_long_wait_is_said_in_minutes(office: Office) -> None:
    _, opened = post("/basvuru", filled_in())
    wrong = {"number": number_on(opened), "contact": "0000"}
    while int((answered := post("/takip", wrong))[0].headers.get("retry-after", "0")) <= 120:
        office.clock.move(seconds=int(answered[0].headers.get("retry-after", "0")))
    assert answered[0].status == 429
    assert "4 dakika sonra" in answered[1].words


def test_a_tracking_page_is_not_kept_and_not_found_by_search(office: Office) -> None:
    _, opened = post("/basvuru", filled_in())
    answer, page = get(f"/takip/{number_on(opened)}")
    assert answer.headers["cache-control"] == "no-store"
    assert ("meta", {"name": "robots", "content": "noindex"}) in page.tags


def test_a_date_that_has_passed_is_said_to_be_late(office: Office) -> None:
    _, opened = post("/basvuru", filled_in())
    office.clock.at = MONDAY + timedelta(days=5)
    _, page = get(f"/takip/{number_on(opened)}")
    assert "2 gün gecikti" in page.words
