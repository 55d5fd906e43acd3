"""What the operations of the requests table may cost: calls as they go over the wire, units by DynamoDB's rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from chalice.package import YAMLTemplateSerializer

from chalicelib.core.city import Publish
from chalicelib.core.errors import Refused
from chalicelib.flows import intake, track
from chalicelib.flows.desk import Desk
from chalicelib.flows.move import move
from chalicelib.store.requests import Requests
from infrastructure.package import ROOT
from tests.bench.child import FORM
from tests.bench.costs import read_cost, write_cost
from tests.bench.shelf import Shelf
from tests.bench.tap import Tap
from tests.build import MONDAY, ROADS, a_staffed_city, an_actor, what_is_said
from tests.fakes import Office
from tests.units import Item, Table, item_size, read_table

KEY = intake.Source("api", "a key")
PUBLISHES: tuple[Publish, ...] = ("nothing", "released")
CALLER = "198.51.100.7"
WORDS = "Bildirdiğiniz çukur ekiplerimizce yerinde incelenmiş ve asfaltla kapatılmıştır; bilginize sunarız."


@pytest.fixture
def shelf(table: Table) -> Shelf:
    """The requests table in a dict."""
    return Shelf({"requests": table})


@pytest.fixture
def tap(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tap]:
    """DynamoDB, as far as these tests go."""
    with Tap(shelf.answer) as tap:
        monkeypatch.setenv("AWS_ENDPOINT_URL", tap.url)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        yield tap


@pytest.fixture
def desk(tap: Tap) -> Desk:
    """The Desk of the tests, with the real requests table on it, in a city that publishes nothing."""
    return an_office("nothing").desk


def an_office(publish: Publish) -> Office:
    """An office with the real requests table, in a city that makes so much of its road requests public."""
    city = a_staffed_city()
    roads = {code: replace(each, publish=publish) for code, each in city.services.items() if code.startswith("road.")}
    city = replace(city, services={**city.services, **roads})
    return Office(requests=Requests("requests", "eu-central-1"), city=city)  # type: ignore[arg-type]  # same methods


@pytest.fixture(scope="session")
def table() -> Table:
    text = (ROOT / "infrastructure" / "template.yaml").read_text(encoding="utf-8")
    template = YAMLTemplateSerializer().load_template(text, "template.yaml")
    return read_table(template["Resources"]["Requests"]["Properties"])


def put(tap: Tap) -> Item:
    """The item of the last put."""
    item: Item = [asked.body["Item"] for asked, _ in tap.calls if asked.operation == "PutItem"][-1]
    return item


def test_intake_is_one_put_within_eight_units_at_one_and_a_half_kilobytes(desk: Desk, tap: Tap, table: Table) -> None:
    intake.hear(desk, what_is_said(description="Yolda çok büyük bir çukur var. " * 22), KEY)
    assert tap.operations() == ["PutItem"]
    assert item_size(put(tap)) >= 1536
    assert write_cost("PutItem", table, None, put(tap)).writes <= 8


def test_ordinary_intake_costs_the_row_and_one_entry_in_each_index(desk: Desk, tap: Tap, table: Table) -> None:
    intake.hear(desk, what_is_said(), KEY)
    assert {index.name for index in table.indexes} == {
        *("by_unit", "by_citizen", "calls", "todo", "next"),
        *("by_month", "by_cell", "by_change"),
    }
    assert write_cost("PutItem", table, None, put(tap)).items == 5  # nobody has to be called, and nothing is public
    assert write_cost("PutItem", table, None, put(tap)).writes == 6


def test_intake_of_what_is_public_is_still_one_put_of_eight_units(tap: Tap, table: Table) -> None:
    desk = an_office("released").desk
    for times in (1, 2, 3):
        tap.calls.clear()
        intake.hear(desk, FORM | {"description": FORM["description"] * times}, intake.Source("api", f"{times}"))
        assert tap.operations() == ["PutItem"]
        cost = write_cost("PutItem", table, None, put(tap))
        assert (cost.items, cost.writes) == (7, 8), "the row, four entries as of any request, its month and its cell"
    assert item_size(put(tap)) >= 1536


def test_longest_description_is_still_one_put(desk: Desk, tap: Tap) -> None:
    intake.hear(desk, what_is_said(description="ş" * 5000), KEY)
    assert tap.operations() == ["PutItem"]


def test_repeat_is_one_put_and_one_get(desk: Desk, tap: Tap) -> None:
    intake.hear(desk, what_is_said(), KEY)
    tap.calls.clear()
    assert not intake.hear(desk, what_is_said(), KEY).new
    assert tap.operations() == ["PutItem", "GetItem"]


@pytest.mark.parametrize("proof", ["", "2233"])
def test_tracking_is_one_query_of_half_a_unit(desk: Desk, tap: Tap, table: Table, proof: str) -> None:
    number = intake.hear(desk, what_is_said(), KEY).request.number
    tap.calls.clear()
    assert track.look(desk, number, proof, CALLER).own is bool(proof)
    ((asked, told),) = tap.calls
    assert asked.operation == "Query"
    assert read_cost(asked, told, table).reads == 0.5


def test_wrong_proof_is_one_query_and_one_put_of_one_unit(desk: Desk, tap: Tap, table: Table) -> None:
    number = intake.hear(desk, what_is_said(), KEY).request.number
    tap.calls.clear()
    with pytest.raises(Refused):
        track.look(desk, number, "0000", CALLER)
    assert tap.operations() == ["Query", "PutItem"]
    assert write_cost("PutItem", table, None, put(tap)).writes == 1


def test_list_of_a_unit_is_one_query_of_its_index(desk: Desk, tap: Tap, table: Table) -> None:
    for key in ("one", "two", "three"):
        intake.hear(desk, what_is_said(), intake.Source("api", key))
    tap.calls.clear()
    assert len(desk.requests.of_unit("fen-isleri", 2).entries) == 2
    ((asked, told),) = tap.calls
    assert (asked.operation, asked.body["IndexName"]) == ("Query", "by_unit")
    assert read_cost(asked, told, table).reads == 0.5


@pytest.mark.parametrize(
    ("life", "moves"),
    [
        (
            "asked and not solved at first",
            (
                ("accept", "officer", {}, 8, 10),
                ("start", "officer", {}, 8, 10),
                ("note", "officer", {"text": WORDS}, 8, 8),
                ("ask", "officer", {"question": WORDS}, 14, 16),
                ("answer", "citizen", {"text": WORDS}, 14, 16),
                ("resolve", "officer", {"outcome": "repaired", "answer": WORDS}, 13, 16),
                ("not_solved", "citizen", {"text": WORDS}, 13, 16),
                ("resolve", "officer", {"outcome": "repaired", "answer": WORDS}, 13, 16),
                ("solved", "citizen", {}, 8, 10),
            ),
        ),
        (
            "from hand to hand",
            (
                ("return", "officer", {"reason": WORDS}, 12, 14),
                ("assign", "operator", {"unit": "izsu"}, 12, 14),
                ("triage", "operator", {"service_code": "road.paving"}, 12, 15),
                (
                    "refer",
                    "operator",
                    {"body": "bornova-belediyesi", "check_back": "2026-12-07", "receipt": "1"},
                    14,
                    16,
                ),
                ("assign", "operator", {"unit": "fen-isleri"}, 12, 14),
                ("message", "operator", {"text": WORDS}, 9, 9),
                ("add", "citizen", {"text": WORDS}, 9, 9),
                ("confidential", "supervisor", {"reason": WORDS}, 10, 12),
                ("escalate", "system", {"clock": "due", "level": 1, "step": "warning", "role": "unit:izsu"}, 9, 9),
                ("withdraw", "citizen", {}, 10, 10),
            ),
        ),
        ("rejected", (("reject", "operator", {"answer": WORDS}, 13, 16), ("close", "system", {}, 8, 10))),
        (
            "by law",
            (
                ("legal", "officer", {"legal_basis": "foi", "address": "Ankara Caddesi no 12"}, 8, 10),
                ("extend", "officer", {"reason": WORDS}, 9, 9),
            ),
        ),
    ],
)
def test_a_move_is_one_query_and_one_transaction_of_so_many_units(
    tap: Tap, shelf: Shelf, life: str, moves: tuple[tuple[str, str, dict[str, Any], int, int], ...]
) -> None:
    """The budget is 8 units, and 12 where unit or due time change or it closes. What is over it is over by words: they
    stand in a row of their own, so that they can be erased, for 2 units, and whom they are told to costs 1 for its
    mark. A row of 1 to 2 KB and its event cost 6, each index entry that changes 1, one that moves 2.

    What is public costs 1 more for its entry in the month where that says something else now, 1 where peers hear of the
    move, and 1 where it ends or opens anew; nothing once it is public no more."""
    for place, publish in enumerate(PUBLISHES):
        office = an_office(publish)
        number = intake.hear(office.desk, FORM, intake.Source("api", publish)).request.number
        for name, who, said, *units in moves:
            office.clock.move(minutes=30)
            tap.calls.clear()
            cost = shelf.spent(partial(move, office.desk, number, name, said, an_actor(who)))
            assert tap.operations() == ["Query", "TransactWriteItems"]
            assert cost.writes == units[place], f"{life}: {name}, {publish}"
            assert cost.writes <= 12 + 2 * bool(words_of(tap)) + 3 * place, f"{life}: {name}, {publish}"


@pytest.mark.parametrize("publish", PUBLISHES)
def test_an_ordinary_row_stays_below_two_kilobytes_all_its_life(tap: Tap, shelf: Shelf, publish: Publish) -> None:
    office = an_office(publish)
    number = intake.hear(office.desk, FORM, KEY).request.number
    for _ in range(2):
        for name, who, said in (*ROADS["waiting_citizen"], ("answer", "citizen", {"text": WORDS}), *ROADS["reopened"]):
            office.clock.move(minutes=30)
            move(office.desk, number, name, said, an_actor(who))
            assert item_size(shelf.items["requests", number, "A"]) <= 2048


def words_of(tap: Tap) -> list[Item]:
    """The rows of words that the last transaction put down."""
    asked = tap.calls[-1][0].body["TransactItems"]
    return [action["Put"]["Item"] for action in asked if "Put" in action and "texts" in action["Put"]["Item"]]


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda requests: requests.of_unit("fen-isleri", 2, until=MONDAY + timedelta(days=9)), "by_unit"),
        (lambda requests: requests.of_unit("fen-isleri", 2, since=MONDAY, until=MONDAY + timedelta(9)), "by_unit"),
        (lambda requests: requests.among_unit("fen-isleri", 2, "", ""), "by_unit"),
        (lambda requests: requests.of_citizen("somebody", 2), "by_citizen"),
        (lambda requests: requests.calls("back", 2), "calls"),
    ],
)
def test_each_list_is_one_query_of_its_index(
    desk: Desk, tap: Tap, ask: Callable[[Requests], object], index: str
) -> None:
    for key in ("one", "two", "three"):
        intake.hear(desk, what_is_said(phone="0232 111 22 33"), intake.Source("api", key))
    tap.calls.clear()
    ask(desk.requests)  # type: ignore[arg-type]  # the real one
    ((asked, _),) = tap.calls
    assert (asked.operation, asked.body["IndexName"]) == ("Query", index)
