"""Service, place and competence decide unit and priority."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chalicelib.core.routing import danger_in, find_district, road_class, route
from chalicelib.core.text import fold
from tests.build import a_city, a_draft

SAMPLES = json.loads((Path(__file__).parents[2] / "data" / "sample_requests.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("address", "description", "found"),
    [
        ("Ankara Caddesi no 12", "", "main"),
        ("Ankara Cad. 12", "", "main"),
        ("ATATÜRK BULVARI", "", "main"),
        ("Cumhuriyet Meydanı", "", "main"),
        ("1851/10 Sokak no 3", "", "side"),
        ("1851/10sk no 3", "", "side"),
        ("52/19 sok.", "", "side"),
        ("27171 SK. NO:5", "", "side"),
        ("sokağımızdaki", "", "side"),
        ("Ankara Caddesi 1851 Sokak köşesi", "", "several"),
        ("PTT karşısı", "caddenin ortasında çukur", "main"),
        ("PTT karşısı", "", ""),
        ("", "Bornova Ankara Caddesi'nde büyük bir çukur var", "main"),
        ("1851 Sokak", "caddeye çıkan yerde", "side"),
        ("", "yolda meydana gelen çukur", ""),
        ("", "sokak lambasının dibindeki kaldırım", ""),
        ("", "sokak köpekleri yüzünden yoldan geçemiyoruz", ""),
        ("", "Skoda marka araç çukura girdi", ""),
        ("Sokullu mahallesi", "", ""),
    ],
)
def test_the_road_class_is_read_from_the_address_and_then_from_the_words(
    address: str, description: str, found: str
) -> None:
    assert road_class(address, description) == found


@pytest.mark.parametrize(
    ("fields", "unit", "body", "triage"),
    [
        ({"address": "Ankara Caddesi"}, "fen-isleri", "", False),
        ({"address": "1851 Sokak", "district": "Konak"}, "cagri-merkezi", "konak-belediyesi", False),
        ({"address": "1851 Sokak", "district": None}, "cagri-merkezi", "district", False),
        ({"address": "PTT karşısı"}, "cagri-merkezi", "", True),
        ({"address": "Ankara Cad. 1851 Sok."}, "cagri-merkezi", "", True),
    ],
)
def test_izmir_answers_for_avenues_and_refers_streets(
    fields: dict[str, str], unit: str, body: str, triage: bool
) -> None:
    way = route(a_draft(**fields), a_city())
    assert (way.unit, way.body, way.triage) == (unit, body, triage)


@pytest.mark.parametrize(
    ("address", "unit", "body"), [("İstiklal Cad.", "ilkim", "samsun-bb"), ("5. Sokak", "fen-isleri", "")]
)
def test_ilkadim_answers_for_streets_and_refers_avenues(address: str, unit: str, body: str) -> None:
    city = a_city("ilkadim-ilkim")
    way = route(a_draft(city, address=address, district=None), city)
    assert (way.unit, way.body) == (unit, body)


def test_a_place_in_another_district_is_that_districts_matter() -> None:
    city = a_city("ilkadim-ilkim")
    way = route(a_draft(city, service_code="waste.collection", district="Atakum"), city)
    assert (way.unit, way.body) == ("ilkim", "atakum-belediyesi")
    way = route(a_draft(city, service_code="waste.collection", district="İlkadım"), city)
    assert (way.unit, way.body) == ("temizlik-isleri", "")


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"district": "KONAK"}, "Konak"),
        ({"district": None, "address": "1851 Sok. Karşıyaka"}, "Karşıyaka"),
        ({"district": None, "address": None, "description": "su yok 2 gündür gaziemirde"}, "Gaziemir"),
        ({"district": None, "address": None, "description": "ÇİĞLİ'DE sel var"}, "Çiğli"),
        ({"district": None, "address": "Konak", "description": "Bornovadan geldim"}, "Konak"),
        ({"district": None, "address": None, "description": "Kirazlı yolu"}, None),
        ({"district": None, "address": None, "description": "Bornova ile Buca arasında"}, None),
        ({"district": None, "address": None, "description": "hiçbir yer"}, None),
    ],
)
def test_the_district_is_read_where_exactly_one_is_named(fields: dict[str, str], name: str | None) -> None:
    found = find_district(a_draft(**fields), a_city())
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("fields", "priority"),
    [
        ({}, "P3"),
        ({"description": "dün bir motosikletli düştü"}, "P2"),
        ({"description": "çocuklar düşecek"}, "P3"),
        ({"description": "yangın çıktı"}, "P1"),
        ({"description": "the house is on fire", "language": "en"}, "P1"),
        ({"description": "yangın merdiveni önünde eşya var"}, "P3"),
        ({"description": "bir kişi yaralandı"}, "P2"),
        ({"service_code": "emergency.gas", "kind": "öneri"}, "P1"),
        ({"kind": "teşekkür", "description": "evde yangın var"}, "P1"),
        ({"kind": "öneri"}, "P5"),
        ({"kind": "teşekkür", "description": "kazada çabuk geldiniz"}, "P5"),
        ({"service_code": "sewer.open_manhole"}, "P1"),
    ],
)
def test_priority_is_the_services_own_raised_by_injury_and_danger(fields: dict[str, str], priority: str) -> None:
    assert route(a_draft(**fields), a_city()).priority == priority


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("Apartmanda doğalgaz kokusu var", "gas"),
        ("GAZ KOKUSU", "gas"),
        ("Gaziemir'de çöp alınmadı", ""),
        ("Alt geçidi sel bastı", "flood"),
        ("artık yaşamak istemiyorum", "self_harm"),
        ("rögar kapağı yok", "open_manhole"),
        ("çukur var", ""),
        ("Belediyenin internet sitesi çöktü", ""),
        ("Yan bina çöktü", "collapse"),
        ("There is a gas leak, I can smell gas", "gas"),
        ("The street is flooded", "flood"),
        ("I do not want to live any more", "self_harm"),
    ],
)
def test_words_of_danger_are_heard(text: str, danger: str) -> None:
    assert danger_in(fold(text), a_city()) == danger


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample['id']}-{sample['category']}")
def test_the_samples_have_their_labelled_priority(sample: dict[str, str]) -> None:
    city = a_city("izmir-him" if sample["city"] == "izmir" else "ilkadim-ilkim")
    kind = {"privacy": "request", "unknown": "inquiry"}.get(sample["kind"], sample["kind"])
    said = {"service_code": sample["category"], "description": sample["text"], "kind": kind}
    draft = a_draft(city, **said, address=None, district=None)
    assert route(draft, city).priority == sample["priority"]
