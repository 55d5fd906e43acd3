"""An upload becomes an image that may be shown, or is refused; wherever a worker dies, the end is the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.errors import NotFound, TryLater
from chalicelib.core.files import LARGEST, Position, clean_key, kind_of, raw_key, thumbnail_key
from chalicelib.core.publication import publication
from chalicelib.flows import files
from chalicelib.flows.examine import examine, overdue
from tests.build import a_request
from tests.fakes import Office
from tests.flows.uploading import NUMBER, SESSION, uploaded
from tests.photos import EICAR, HEIC, HTML, IZMIR, SVG, a_bomb, a_jpeg, a_png, polyglots


def refused(office: Office, content: bytes, media_type: str = "image/jpeg", **how: Any) -> str:
    """Why this upload is refused; nothing of it is left."""
    id = uploaded(office, content, media_type, **how)
    assert examine(office.desk, id) == "refused"
    assert not office.vault.objects
    file = office.files.rows[id]
    assert (file.state, id in office.files.marks) == ("refused", False)
    (shown,) = files.shown(office.desk, [id])
    assert (shown.url, shown.thumbnail_url) == ("", "")
    assert office.desk.wording.say(f"file.{file.reason}", "tr", limit=15, pixels=50)
    return file.reason


def test_a_photo_becomes_an_image_and_its_small_form_and_the_upload_goes() -> None:
    office = Office()
    id = uploaded(office, a_jpeg(size=(3000, 2000)), number=NUMBER)
    assert examine(office.desk, id) == "clean"
    assert set(office.vault.objects) == {clean_key(id), thumbnail_key(id)}
    assert not office.vault.passing
    file = office.files.rows[id]
    assert (file.state, file.width, file.height, file.number) == ("clean", 2048, 1365, NUMBER)
    assert file.bytes == len(office.vault.objects[clean_key(id)][0])
    assert not office.files.marks


def test_what_belongs_to_no_request_goes_by_itself() -> None:
    office = Office()
    id = uploaded(office, a_png(), "image/png")
    examine(office.desk, id)
    assert office.vault.passing == {clean_key(id), thumbnail_key(id)}
    files.attach(office.desk, NUMBER, [id])
    assert not office.vault.passing


@pytest.mark.parametrize(
    ("content", "media_type", "reason"),
    [
        (SVG, "image/jpeg", "svg"),
        (HTML, "image/png", "markup"),
        (EICAR, "image/jpeg", "file-type"),
        (HEIC, "image/jpeg", "heic"),
        (a_png(), "image/jpeg", "other-type"),
        (b"GIF89a" + bytes(30), "image/png", "file-type"),
        (b"", "image/png", "file-type"),
        (a_bomb(), "image/png", "too-many-pixels"),
        (a_jpeg()[:-2000], "image/jpeg", "broken"),
        (a_jpeg() + bytes(LARGEST), "image/jpeg", "too-large"),
        *((content, kind_of(content), "polyglot") for content in polyglots().values()),
    ],
)
def test_what_is_no_plain_photo_is_refused_with_its_reason(content: bytes, media_type: str, reason: str) -> None:
    assert refused(Office(), content, media_type) == reason


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [
        ("THREATS_FOUND", "malware"),
        *((verdict, "no-verdict") for verdict in ("UNSUPPORTED", "ACCESS_DENIED", "FAILED")),
    ],
)
def test_without_a_clean_verdict_a_photo_is_not_even_opened(verdict: str, reason: str) -> None:
    office = Office()
    office.vault.get = lambda *_: 1 / 0  # type: ignore[method-assign,assignment]  # nobody may read it
    assert refused(office, a_jpeg(), verdict=verdict) == reason


def test_a_photo_waits_for_its_verdict_and_after_a_day_no_more() -> None:
    office = Office()
    id = uploaded(office, a_jpeg(), verdict="")
    assert examine(office.desk, id) == "waits"
    assert office.meter.total("VerdictLate") == 0
    office.clock.move(minutes=16)
    assert [job() for subject, job in overdue(office.desk) if subject == id] == ["waits"]
    assert office.meter.total("VerdictLate") == 1
    (shown,) = files.shown(office.desk, [id])
    assert (shown.state, shown.url) == ("awaited", "")
    office.clock.move(days=1)
    assert [job() for _, job in overdue(office.desk)] == ["refused"]
    assert office.files.rows[id].reason == "no-verdict"
    assert list(overdue(office.desk)) == []


def test_a_verdict_that_was_told_to_nobody_is_found() -> None:
    office = Office()
    id = uploaded(office, a_jpeg(), number=NUMBER)
    assert list(overdue(office.desk)) == []
    office.clock.move(minutes=16)
    assert [job() for _, job in overdue(office.desk)] == ["clean"]
    assert office.files.rows[id].state == "clean"


def test_what_was_never_uploaded_is_let_go() -> None:
    office = Office()
    file, _ = files.offer(office.desk, SESSION, "image/png")
    assert examine(office.desk, file.id) == "waits"
    office.clock.move(minutes=16)
    assert [job() for _, job in overdue(office.desk)] == ["refused"]
    assert office.files.rows[file.id].reason == "missing"


def test_what_is_posted_again_after_the_end_is_thrown_away() -> None:
    office = Office()
    id = uploaded(office, a_jpeg(1), number=NUMBER)
    examine(office.desk, id)
    before = dict(office.vault.objects)
    office.vault.objects[raw_key(id)] = (a_jpeg(2), "image/jpeg")
    assert examine(office.desk, id) == "clean"
    assert office.vault.objects == before


def test_an_upload_without_a_row_is_nobodys() -> None:
    assert examine(Office().desk, "0" * 48) == "unknown"


@pytest.mark.parametrize(
    ("consents", "at", "position"),
    [
        (True, IZMIR, Position(*IZMIR)),
        (False, IZMIR, None),
        (True, (41.0, 29.0), None),  # Istanbul
        (True, None, None),
    ],
)
def test_the_place_is_kept_with_consent_and_in_the_city_alone(
    consents: bool, at: tuple[float, float] | None, position: Position | None
) -> None:
    office = Office()
    id = uploaded(office, a_jpeg(at=at), consents=consents)
    examine(office.desk, id)
    (shown,) = files.shown(office.desk, [id])
    assert (shown.position is None) is (position is None)
    if shown.position and position:
        assert (shown.position.lat, shown.position.long) == pytest.approx((position.lat, position.long), abs=1e-5)


def test_of_two_hundred_photos_with_a_place_none_comes_out_with_it() -> None:
    office = Office()
    ids = [uploaded(office, a_jpeg(seed, (160, 120), quality=60 + seed % 40)) for seed in range(200)]
    assert {examine(office.desk, id) for id in ids} == {"clean"}
    assert len(office.vault.objects) == 400
    told = b"".join(content for content, _ in office.vault.objects.values())
    assert not any(word in told for word in (b"Exif", b"GPS", b"xmpmeta", b"Telefon", b"Photoshop"))


def test_ten_thousand_guesses_find_nothing() -> None:
    office = Office()
    office.requests.open(a_request(), None, publication(a_request(), office.city))
    id = uploaded(office, a_jpeg(), number=NUMBER)
    examine(office.desk, id)
    guesses = [f"{int(id[:32], 16) ^ 1 << bit:032x}{id[32:]}" for bit in range(128)]
    guesses += [id[:32] + f"{int(id[32:], 16) ^ 1 << bit:016x}" for bit in range(64)]
    guesses += [id, id.upper(), id[:-1], id + "0", f"../raw/{id}", ""]  # the right one is not released
    guesses += [f"{n * 0x9E3779B97F4A7C15F39CC0605CEDC834:048x}"[-48:] for n in range(10_000 - len(guesses))]
    for guess in guesses:
        with pytest.raises(NotFound):
            files.photo_address(office.desk, guess)
        with pytest.raises(NotFound):
            files.own(office.desk, "another-session-than-it", guess)


def test_a_photo_is_shown_to_anybody_as_long_as_it_is_released() -> None:
    office = Office()
    request = a_request()
    id, other = (uploaded(office, a_jpeg(seed), number=NUMBER) for seed in range(2))
    for each in (id, other):
        examine(office.desk, each)
    public = publication(request, office.city)
    assert public
    office.requests.open(request, None, replace(public, photos=(id,)))
    address = files.photo_address(office.desk, id)
    assert clean_key(id) in address
    assert thumbnail_key(id) in files.photo_address(office.desk, id, small=True)
    with pytest.raises(NotFound):
        files.photo_address(office.desk, other)
    service = replace(office.city.services["road.pothole"], publish="place")
    closed = office.with_city(services=office.city.services | {service.code: service})
    with pytest.raises(NotFound):
        files.photo_address(closed.desk, id)


def test_a_bucket_that_is_away_is_asked_again() -> None:
    office = Office()
    id = uploaded(office, a_jpeg())

    def away(*_: object) -> bytes:
        raise TryLater("s3: away")

    real = office.vault.get
    office.vault.get = away  # type: ignore[method-assign]  # the test's own outage
    with pytest.raises(TryLater):
        examine(office.desk, id)
    office.vault.get = real  # type: ignore[method-assign]  # it is back
    assert examine(office.desk, id) == "clean"
