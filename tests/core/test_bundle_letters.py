"""Many requests in one message: counted, grouped, every one listed, and nothing confidential named."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.core.bundle_letters import SHOWN, bundle_letter, bundle_sms, digest_letter
from chalicelib.core.holding import Line
from chalicelib.core.letters import instead_of_a_phone
from chalicelib.core.moments import local_day
from chalicelib.core.sms import LIMIT
from chalicelib.core.text import plain
from chalicelib.tools.mail import render
from tests.build import MONDAY, a_city, an_errand, the_wording

UNIT = "fen-isleri"
HOME = "https://kopru.example.org/personel"


def lines(
    count: int, service: str = "road.pothole", district: str = "Konak", start: int = 0, **fields: object
) -> list[Line]:
    made = (Line(f"{261148170000 + start + n}", service, district, "P2", "alert", at=MONDAY) for n in range(count))
    return [replace(line, **fields) for line in made]  # type: ignore[arg-type]  # fields of Line


def by_sms(told: list[Line], **settings: object) -> str:
    city = replace(a_city(), **settings)  # type: ignore[arg-type]  # fields of City
    return bundle_sms(told, UNIT, city, the_wording())


def link(number: str) -> str:
    return f"https://kopru.example.org/personel/basvuru/{number}"


def digest(**lists: list[Line]) -> str:
    new, due_today, late, returned = (lists.get(name, []) for name in ("new", "due_today", "late", "returned"))
    day = local_day(MONDAY)
    letter = digest_letter(new, due_today, late, returned, UNIT, a_city(), the_wording(), day, link, HOME)
    return render(letter)[0]


def test_a_bundle_says_how_many_of_what_and_where_the_most_first() -> None:
    told = [*lines(2, "water.bill", "Bornova"), *lines(35)]
    assert by_sms(told) == (
        "Fen Isleri: 37 yeni bildirim: Yolda cukur, Konak 35; Su faturasi, Bornova 2. Liste e-postada. Bilgi: 153"
    )


def test_a_bundle_keeps_its_letters_where_the_city_wants_them() -> None:
    assert "Su faturası, Bornova 2" in by_sms(lines(2, "water.bill", "Bornova"), sms_transliterate=False)


@pytest.mark.parametrize("folded", [True, False])
def test_a_bundle_of_everything_fits_and_its_counts_add_up(folded: bool) -> None:
    services = list(a_city().services)
    told = [line for n, service in enumerate(services) for line in lines(n % 7 + 1, service, "Seferihisar")]
    said = by_sms(told, sms_transliterate=folded)
    assert len(said) <= LIMIT
    assert f"{len(told)} yeni bildirim" in said
    assert said.endswith("153")
    groups = said.partition("bildirim: ")[2].partition(".")[0].split("; ")
    assert sum(int(group.rsplit(" ", 1)[1]) for group in groups) == len(told)
    assert plain(groups[-1]).startswith("diger ")


def test_a_bundle_of_names_too_long_for_any_sms_says_how_many() -> None:
    city = a_city()
    pothole = city.services["road.pothole"]
    short = replace(pothole.short, tr="Ş" * 120)
    services = {**city.services, "road.pothole": replace(pothole, short=short)}
    said = bundle_sms(lines(40), UNIT, replace(city, services=services), the_wording())
    assert said == "Fen Isleri: 40 yeni bildirim. Liste e-postada. Bilgi: 153"


def test_nothing_confidential_is_named() -> None:
    hidden = lines(3, "aid.food", "Konak", confidential=True)
    name = a_city().services["aid.food"]
    said = by_sms(hidden)
    letter = bundle_letter(hidden, UNIT, a_city(), the_wording(), link, HOME)
    for text in (said, *render(letter), digest(new=hidden, late=hidden)):
        assert "gizli" in text
        assert name.label.tr not in text
        assert name.short.tr not in text
        assert plain(name.short.tr) not in text
        assert "Konak" not in text


def test_a_bundle_lists_every_request_once_with_its_link() -> None:
    told = lines(400)
    text, html = render(bundle_letter(told, UNIT, a_city(), the_wording(), link, HOME))
    for line in told:
        assert text.count(link(line.number)) == 1
        assert html.count(f'"{link(line.number)}"') == 1
    assert len(html.encode()) < 102_000, "some readers cut a longer mail"


def test_a_bundle_shows_the_oldest_first_and_what_each_is() -> None:
    late = lines(1, at=MONDAY + timedelta(hours=1), purpose="not_solved", start=7)
    letter = bundle_letter([*late, *lines(1)], UNIT, a_city(), the_wording(), link, HOME)
    first, second = letter.tables[1].rows
    assert first.cells == (
        "2611-4817-0000",
        "Yeni başvuru",
        "P2",
        "Yolda çukur, bozuk asfalt",
        "Konak",
        "23.11.2026 10.30",
    )
    assert second.cells[1] == "Çözülmedi, yeniden açıldı"


def test_a_line_that_is_half_known_is_still_listed() -> None:
    letter = bundle_letter([Line("261148173052", "gone", "", "P3")], "no-such", a_city(), the_wording(), link, HOME)
    assert letter.tables[1].rows[0].cells == ("2611-4817-3052", "", "P3", "gone", "", "")


def test_a_digest_counts_four_lists_and_says_where_one_is_empty() -> None:
    said = digest(new=lines(3), late=lines(2, "water.bill", "Bornova", due=MONDAY, at=None))
    assert "Yeni: 3. Bugün süresi dolan: 0. Geciken: 2. İade edilen: 0." in said
    assert "Bugün süresi dolan başvuru yok." in said
    assert "İade edilen başvuru yok." in said
    assert "Geciken başvuru yok." not in said
    assert "Su faturası · Bornova · 23.11.2026 10.30" in said


def test_a_digest_of_an_old_pile_says_where_the_rest_is() -> None:
    said = digest(late=lines(SHOWN + 50))
    assert f"Gecikenler: {SHOWN + 50}" in said
    assert said.count("personel/basvuru/") == SHOWN
    assert f"ilk {SHOWN} başvuru" in said


def test_a_bundle_that_a_phone_did_not_get_says_so() -> None:
    letter = bundle_letter(lines(2), UNIT, a_city(), the_wording(), link, HOME)
    duty = an_errand(role=f"unit:{UNIT}:duty", purpose="bundle", turn=1)
    assert instead_of_a_phone(letter, duty, the_wording()).subject.startswith("Nöbet telefonuna ulaşılamadı · ")
    assert instead_of_a_phone(letter, an_errand(role=f"unit:{UNIT}"), the_wording()) == letter
