"""Files on the running product: uploaded by a signed form, examined, read by a short-lived address."""

from __future__ import annotations

import base64
import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from botocore.credentials import ReadOnlyCredentials

from chalicelib.core.files import LARGEST, raw_key
from chalicelib.tools.vault import Vault
from infrastructure.local.credentials import AWS_ACCESS, AWS_SECRET
from infrastructure.local.settings import REGION
from tests.build import what_is_said
from tests.e2e.local import LocalKopru
from tests.e2e.uploads import examined, offered, posted, seen, uploaded
from tests.photos import EICAR, HTML, SVG, a_bomb, a_jpeg, a_png, polyglots

pytestmark = pytest.mark.e2e
HIDDEN = (b"Exif", b"GPS", b"xmpmeta", b"Telefon")


def test_a_photo_goes_in_with_its_place_and_comes_out_without(kopru: LocalKopru) -> None:
    offer = uploaded(kopru, a_jpeg(size=(3000, 2000)), consent_position=True)
    told = examined(kopru, offer)
    assert (told["state"], told["width"], told["height"]) == ("clean", 2048, 1365)
    assert told["position"] == {"lat": pytest.approx(38.4237, abs=1e-4), "long": pytest.approx(27.1428, abs=1e-4)}
    for address in (told["url"], told["thumbnail_url"]):
        image = kopru.http.get(address)
        assert (image.status_code, image.headers["content-type"]) == (200, "image/jpeg")
        assert image.headers["x-content-type-options"] == "nosniff"
        assert not any(word in image.content for word in HIDDEN)
    assert kopru.http.get(told["url"].replace("X-Amz-Expires=300", "X-Amz-Expires=9000")).status_code == 403
    assert kopru.http.get(told["url"].partition("?")[0]).status_code == 403
    assert kopru.http.get(told["url"].replace("/clean/", "/raw/")).status_code == 403
    stranger = [seen(kopru, offer, "another-session-than-its"), seen(kopru, offer | {"file": "0" * 48})]
    assert [(answer.status_code, answer.json()["detail"]) for answer in stranger] == [
        (404, stranger[0].json()["detail"])
    ] * 2


def test_what_is_no_plain_photo_is_refused_with_a_clear_message(kopru: LocalKopru) -> None:
    hidden = polyglots()
    wanted = {
        "malware": uploaded(kopru, EICAR),
        "svg": uploaded(kopru, SVG),
        "markup": uploaded(kopru, HTML),
        "too-many-pixels": uploaded(kopru, a_bomb(), "image/png"),
        "polyglot": uploaded(kopru, hidden["zip behind a jpeg"]),
        "broken": uploaded(kopru, a_jpeg()[:-2000]),
        "other-type": uploaded(kopru, a_png()),
    }
    for reason, offer in wanted.items():
        told = examined(kopru, offer)
        assert (told["state"], told["reason"]["code"]) == ("refused", reason)
        assert len(told["reason"]["message"]) > 30
        assert set(told) == {"file", "state", "reason"}


def test_a_form_that_was_changed_is_refused(kopru: LocalKopru) -> None:
    offer = offered(kopru)
    other = offered(kopru)
    for changes in (
        {"key": raw_key("a" * 48)},
        {"key": other["fields"]["key"]},
        {"key": f"files/clean/{offer['file']}.jpg"},
        {"Content-Type": "text/html"},
        {"x-amz-signature": other["fields"]["x-amz-signature"]},
        {"policy": other["fields"]["policy"]},
        {"acl": "public-read"},
        {"tagging": "<Tagging><TagSet/></Tagging>"},
    ):
        assert posted(kopru, offer, a_jpeg(), **changes).status_code == 403, changes
    assert posted(kopru, offer, b"").status_code == 400
    assert posted(kopru, offer, bytes(LARGEST + 1)).status_code == 400
    assert kopru.http.post("/files", json={}).status_code == 412
    assert kopru.http.put(f"/files/{raw_key('a' * 48)}", content=b"x").status_code in (403, 404, 405)
    assert seen(kopru, offer).json()["state"] == "awaited"


def test_what_is_out_of_time_is_refused(kopru: LocalKopru) -> None:
    """Signed as the product signs, but for a time that is over."""
    told = examined(kopru, uploaded(kopru, a_png(), "image/png"))
    offer = offered(kopru)
    vault = Vault(_bucket_of(offer), REGION, kopru.url, lambda: ReadOnlyCredentials(AWS_ACCESS, AWS_SECRET, "", None))
    late = vault.offer(
        offer["fields"]["key"], "image/jpeg", LARGEST, datetime.now(UTC) - timedelta(minutes=11), timedelta(minutes=10)
    )
    answer = posted(kopru, {"url": late.url, "fields": dict(late.fields)}, a_jpeg())
    assert (answer.status_code, "Policy expired" in answer.text) == (403, True)
    brief = vault.address(urlsplit(told["url"]).path.lstrip("/"), "", datetime.now(UTC), timedelta(seconds=1))
    assert kopru.http.get(brief).status_code == 200
    time.sleep(1.2)
    assert kopru.http.get(brief).status_code == 403


def test_a_file_is_attached_by_its_own_session_alone(kopru: LocalKopru) -> None:
    offer = uploaded(kopru, a_jpeg(7))
    said = what_is_said(files=[offer["file"]])
    for session in ("another-session-than-its", None):
        answer = kopru.http.post("/api/requests", json=said | {"upload_session": session})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "files")
    answer = kopru.http.post("/api/requests", json=said | {"upload_session": offer["session"]})
    assert answer.status_code == 201, answer.text
    assert examined(kopru, offer)["state"] == "clean"


def test_a_photo_waits_as_long_as_the_scanner_is_silent(kopru: LocalKopru) -> None:
    kopru.switch(scanner="off")
    offer = uploaded(kopru, a_jpeg(8))
    time.sleep(2.5)
    told = seen(kopru, offer).json()
    assert told == {"file": offer["file"], "state": "awaited"}
    kopru.switch(scanner="on")
    assert examined(kopru, offer)["state"] == "clean"


def test_guesses_at_addresses_find_nothing(kopru: LocalKopru) -> None:
    told = examined(kopru, uploaded(kopru, a_jpeg(9)))
    assert told["state"] == "clean"
    for guess in (told["file"], told["file"][:-1] + "0", "0" * 48, "x"):
        assert kopru.http.get(f"/foto/{guess}").status_code == 404
        assert kopru.http.get(f"/files/clean/{guess}.jpg").status_code == 403


@pytest.mark.prove
def test_of_two_hundred_photos_with_a_place_none_comes_out_with_it(kopru: LocalKopru) -> None:
    offers = [uploaded(kopru, a_jpeg(seed, (800, 600), quality=60 + seed % 40)) for seed in range(200)]
    for offer in offers:
        told = examined(kopru, offer, seconds=300)
        assert told["state"] == "clean"
        for address in (told["url"], told["thumbnail_url"]):
            image = kopru.http.get(address)
            assert image.status_code == 200
            assert not any(word in image.content for word in HIDDEN)


@pytest.mark.prove
def test_ten_thousand_guesses_at_addresses_find_nothing(kopru: LocalKopru) -> None:
    told = examined(kopru, uploaded(kopru, a_jpeg(10)))
    number = int(told["file"], 16)
    found = 0
    for bit in range(10_000):
        guess = f"{number ^ (1 << bit % 192) ^ (bit << 64):048x}"[-48:]
        found += kopru.http.get(f"/files/clean/{guess}.jpg").status_code != 403
        if bit % 20 == 0:
            found += kopru.http.get(f"/foto/{guess}").status_code != 404
    assert found == 0


def _bucket_of(offer: dict[str, Any]) -> str:
    policy = json.loads(base64.b64decode(offer["fields"]["policy"]))
    (bucket,) = (each["bucket"] for each in policy["conditions"] if isinstance(each, dict) and "bucket" in each)
    return str(bucket)
