"""How a mail that SES received reads: who, what, whether it is proved, and whether a machine wrote it."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.channels import read_mail
from chalicelib.channels.mail_items import READ_AT_MOST
from chalicelib.channels.mail_text import decode, read_html, without_history
from chalicelib.core.inbound import Item
from tests.channels.test_items_hostile import check

TO = "basvuru+261148173052.a1b2@chat.example.org"


def told(dmarc: str = "PASS", **mail: Any) -> dict[str, Any]:
    """What SES says of a mail, on its topic."""
    return {
        "notificationType": "Received",
        "mail": {"messageId": "ses-1", "source": "ayse@example.org", "timestamp": "2026-11-23T13:00:00.000Z"} | mail,
        "receipt": {"recipients": ["basvuru@chat.example.org", TO], "dmarcVerdict": {"status": dmarc}},
    }


def a_mail(body: str | bytes = "Çöp alınmadı.", charset: str = "utf-8", **headers: str) -> bytes:
    """A mail of one part; `headers` with _ for -, an empty one is left out."""
    said = {
        "From": "Ayse <ayse@example.org>",
        "To": "Belediye <baskan@example.org>",
        "Subject": "Cop",
        "Message-ID": "<m1@example.org>",
        "Date": "Mon, 23 Nov 2026 15:00:00 +0300",
        "MIME-Version": "1.0",
        "Content-Type": f'text/plain; charset="{charset}"',
        "Content-Transfer-Encoding": "8bit",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in said.items() if value)
    content = body.encode(charset) if isinstance(body, str) else body
    return lines.encode("utf-8", "surrogateescape") + b"\r\n" + content


def with_parts(*parts: str, kind: str = "mixed", **headers: str) -> bytes:
    """A mail of several parts, each with its own headers."""
    body = "".join(f"--B\r\n{part}\r\n" for part in parts) + "--B--\r\n"
    return a_mail(body, Content_Type=f'multipart/{kind}; boundary="B"', **headers)


def an_attachment(kind: str, name: str, content: bytes = b"x", more: str = "") -> str:
    return (
        f'Content-Type: {kind}\r\nContent-Disposition: attachment; filename="{name}"\r\n{more}'
        f"Content-Transfer-Encoding: base64\r\n\r\n{base64.b64encode(content).decode()}"
    )


WORDS = 'Content-Type: text/plain; charset="utf-8"\r\n\r\nEkte fotoğraf var.'


def read(raw: bytes, dmarc: str = "PASS", **mail: Any) -> Item:
    item = read_mail(raw, told(dmarc, **mail))
    check(item)
    return item


def test_mail_reads_as_an_item() -> None:
    item = read(a_mail())
    assert (item.key, item.kind, item.text, item.subject) == ("m1@example.org", "text", "Çöp alınmadı.", "Cop")
    assert (item.who.network, item.who.id, item.who.name) == ("email", "ayse@example.org", "Ayse")
    assert item.account == TO
    assert item.at is not None
    assert item.at.isoformat() == "2026-11-23T13:00:00+00:00"
    assert item.trusted
    assert not item.automatic


def test_event_for_lambda_says_the_same_as_the_topic() -> None:
    assert read_mail(a_mail(), {"Records": [{"ses": told()}]}) == read(a_mail())


@pytest.mark.parametrize("dmarc", ["FAIL", "GRAY", "PROCESSING_FAILED", "", "pass"])
def test_only_a_passing_dmarc_proves_the_sender(dmarc: str) -> None:
    assert not read(a_mail(), dmarc).trusted


@pytest.mark.parametrize(
    "notification", [{}, {"receipt": None}, {"Records": []}, {"receipt": {"dmarcVerdict": "PASS"}}]
)
def test_nothing_is_proved_where_nothing_is_told(notification: dict[str, Any]) -> None:
    assert not read_mail(a_mail(), notification).trusted


@pytest.mark.parametrize(
    "sender",
    ["a@example.org, b@example.org", "", "undisclosed", "a@b", "<>", '"x" <kurban@example.org>, x@example.org'],
)
def test_mail_without_one_sender_is_nobodys(sender: str) -> None:
    item = read(a_mail(From=sender))
    assert item.who.id == ""
    assert not item.trusted


def test_two_from_headers_are_nobodys() -> None:
    assert read(b"From: kurban@example.org\r\n" + a_mail()).who.id == ""


def test_reply_to_is_not_the_sender() -> None:
    assert read(a_mail(Reply_To="baska@example.org")).who.id == "ayse@example.org"


def test_envelope_and_not_to_says_whom_it_reached() -> None:
    assert read(a_mail(To=f"<{TO}x>", Cc=", ".join(f"k{n}@example.org" for n in range(30)))).account == TO


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("=?utf-8?Q?Demir=2C_Ay=C5=9Fe?=", "Demir, Ayşe"),
        ("=?iso-8859-9?Q?=DEebnem?=", "Şebnem"),
        ("=?windows-1254?B?3mVibmVt?=", "Şebnem"),
        ("=?utf-8?Q?kirik", "=?utf-8?Q?kirik"),
        ("=?nowhere?Q?a=DE?=", "aŞ"),
        ("=?utf-8?B?%%%?=", ""),
        ("=?utf-8?Q?=E2=80=AEters?=", "ters"),
        ("=?utf-8?Q?bir?= =?utf-8?Q?iki?=", "biriki"),
    ],
)
def test_encoded_names_are_decoded_as_far_as_they_can_be(name: str, wanted: str) -> None:
    item = read(a_mail(From=f"{name} <ayse@example.org>"))
    assert (item.who.id, item.who.name) == ("ayse@example.org", wanted)


def test_raw_bytes_in_a_header_are_read_as_turkish() -> None:
    subject = "Şikâyet".encode("cp1254").decode("ascii", "surrogateescape")
    assert read(a_mail(Subject=subject)).subject == "Şikâyet"
    assert read(a_mail(Subject="Şikâyet")).subject == "Şikâyet"


def test_mail_without_subject_is_titled_by_its_words() -> None:
    assert read(a_mail("Parkta su akıyor.\r\nBakın.", Subject="")).subject == "Parkta su akıyor. Bakın."


@pytest.mark.parametrize(
    ("declared", "used"),
    [
        ("utf-8", "cp1254"), ("iso-8859-9", "utf-8"), ("iso-8859-1", "cp1254"), ("us-ascii", "utf-8"),
        ("windows-1254", "iso-8859-9"), ("x-nowhere", "cp1254"), ("utf-16", "utf-16"), ("hex", "utf-8"),
    ],
)  # fmt: skip
def test_turkish_letters_come_out_right_whatever_is_declared(declared: str, used: str) -> None:
    text = "Ağaç şubat ığdır ÇÖŞİ"
    assert decode(text.encode(used), declared) == text


@pytest.mark.parametrize(
    "charset", ["", "undefined", "idna", "\0", "utf-8\ud800", "rot13", "unicode_escape", "x" * 999]
)
def test_no_charset_raises(charset: str) -> None:
    assert isinstance(decode(b"\xff\xfe\\x \xde", charset), str)


@pytest.mark.parametrize(
    ("headers", "automatic"),
    [
        ({}, False),
        ({"Auto_Submitted": "no"}, False),
        ({"Auto_Submitted": "auto-replied (vacation)"}, True),
        ({"Auto_Submitted": "auto-generated; x"}, True),
        ({"Precedence": "bulk"}, True),
        ({"Precedence": "LIST"}, True),
        ({"Precedence": "first-class"}, False),
        ({"List_Id": "<l.example.org>"}, True),
        ({"X_Auto_Response_Suppress": "All"}, True),
        ({"Return_Path": "<>"}, True),
        ({"Return_Path": "<ayse@example.org>"}, False),
        ({"From": "MAILER-DAEMON@example.org"}, True),
        ({"From": "noreply+1@example.org"}, True),
        ({"From": "Biz <basvuru@chat.example.org>"}, True),
        ({"From": "Biz <basvuru+x@chat.example.org>"}, True),
    ],
)
def test_machine_is_told_from_a_person(headers: dict[str, str], automatic: bool) -> None:
    assert read(a_mail(**headers)).automatic is automatic


@pytest.mark.parametrize("source", ["", "<>"])
def test_empty_path_is_a_machine(source: str) -> None:
    assert read(a_mail(), source=source).automatic


def test_report_is_a_machine() -> None:
    raw = with_parts(
        WORDS, "Content-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; a@b.org", kind="report"
    )
    assert read(raw).automatic


def test_html_alone_becomes_text() -> None:
    html = (
        "<html><head><title>Yok</title><style>p{color:red}</style></head><body>"
        "<p>Merhaba&nbsp;<b>çöp</b> &lt;alınmadı&gt;<br>3&#39;gün</p>"
        "<script>alert(1)</script><!-- <p>gizli</p> --><!--[if mso]>x<![endif]--><div>son</div>"
    )
    item = read(a_mail(html, Content_Type='text/html; charset="utf-8"'))
    assert item.text == "Merhaba çöp <alınmadı>\n3'gün\n\nson"


@given(st.text(alphabet="<>!-/ abscriptody&#;\"'=\n", max_size=200))
def test_no_html_raises_or_keeps_a_tag_whole(source: str) -> None:
    shown = read_html(source)
    assert read_html("<p>" + source.replace("<", "").replace(">", "").replace("&", "") + "</p>").count("<") == 0
    assert isinstance(shown, str)


def test_hostile_html_takes_no_longer_than_other() -> None:
    for source in ("<" * 100_000, "<a " * 50_000, "<!--" * 50_000, "<script>" * 30_000, "&#" * 50_000):
        assert isinstance(read_html(source), str)


HISTORY = [
    "On Mon, 23 Nov 2026 at 10:00, Köprü <a@example.org> wrote:",
    "23 Kas 2026 Pzt, 10:20 tarihinde Köprü <a@example.org> şunu yazdı:",
    "23 Kas 2026 Pzt, 10:20 tarihinde Köprü <\na@example.org> şunları yazdı:",
    "-----Original Message-----",
    "-----Özgün İleti-----",
    "________________________________\nKimden: Köprü <a@example.org>\nGönderildi: 23 Kasım 2026 Pazartesi 10:20",
    "From: Köprü <a@example.org>\nSent: Monday\nTo: b",
    "> eski satır",
]


@pytest.mark.parametrize("quoted", HISTORY)
def test_what_is_quoted_is_left_out(quoted: str) -> None:
    assert without_history(f"Hâlâ gelmediler.\n\n{quoted}\n> Numaranız 2611") == "Hâlâ gelmediler."


def test_mail_that_is_nothing_but_quotes_stays_whole() -> None:
    assert without_history("> bakın\n> bu") == "> bakın\n> bu"


def test_what_a_person_says_of_others_is_no_history() -> None:
    text = "Müdür geçen hafta bana şunu yazdı:\nGeleceğiz.\nKimden: bilmiyorum"
    assert without_history(text) == text


def test_forwarded_mail_is_what_the_person_shows() -> None:
    body = "Bakınız.\n\nKimden: Ali <a@example.org>\nGönderildi: Pazartesi\nKonu: yol\n\nYol bozuk."
    assert read(a_mail(body, Subject="=?utf-8?Q?=C4=B0lt=3A_yol?=")).text.endswith("Yol bozuk.")
    assert read(a_mail(body, Subject="Re: yol")).text == "Bakınız."


def test_answer_names_the_mail_it_answers() -> None:
    item = read(a_mail(In_Reply_To="<b@example.org>", References="<a@example.org>\r\n <b@example.org>"))
    assert (item.about, item.thread) == ("b@example.org", "a@example.org b@example.org")


def test_attachments_are_named_and_those_that_are_refused_say_why() -> None:
    photo = an_attachment("image/jpeg", "çukur.jpg", b"x" * 50_000)
    refused = [
        an_attachment("application/x-msdownload", "fatura.exe"),
        an_attachment("application/zip", "belge.zip"),
        an_attachment("application/ms-tnef", "winmail.dat"),
        an_attachment("text/html", "a.html"),
        an_attachment("image/svg+xml", "a.svg"),
    ]
    item = read(with_parts(WORDS, photo, *refused))
    assert item.text == "Ekte fotoğraf var."
    assert [(each.id, each.name) for each in item.media[:2]] == [
        ("part:1", "çukur.jpg"),
        ("refused:type", "fatura.exe"),
    ]
    assert {each.id for each in item.media[1:]} == {"refused:type"}
    assert len(item.media) == 6


def test_attachments_of_an_infected_mail_are_all_refused() -> None:
    notification = told()
    notification["receipt"]["virusVerdict"] = {"status": "FAIL"}
    item = read_mail(with_parts(WORDS, an_attachment("image/jpeg", "a.jpg")), notification)
    assert [each.id for each in item.media] == ["refused:virus"]


def test_hundred_attachments_are_too_many() -> None:
    item = read(with_parts(WORDS, *(an_attachment("image/png", f"{n}.png", str(n).encode()) for n in range(100))))
    assert [each.id for each in item.media][-2:] == ["part:20", "refused:count"]
    assert len(item.media) == 21


def test_logo_in_the_words_is_no_photo() -> None:
    html = 'Content-Type: text/html; charset="utf-8"\r\n\r\n<p>Selam</p><img src="cid:logo1"><img src="cid:photo1">'
    logo = an_attachment("image/png", "logo.png", b"x" * 900, "Content-ID: <logo1>\r\n")
    photo = an_attachment("image/png", "foto.png", b"x" * 90_000, "Content-ID: <photo1>\r\n")
    item = read(with_parts(html, logo, photo, kind="related"))
    assert [each.name for each in item.media] == ["foto.png"]
    assert item.text == "Selam"


def test_large_mail_is_read_at_its_beginning() -> None:
    raw = with_parts(WORDS, an_attachment("image/jpeg", "a.jpg", b"x" * 9_000_000))
    assert len(raw) > READ_AT_MOST
    assert read(raw).text == "Ekte fotoğraf var."


def test_same_mail_has_the_same_key_however_it_comes() -> None:
    assert read(a_mail(), messageId="ses-2").key == read(a_mail()).key
    assert read(a_mail(Message_ID="")).key == "ses-1"
    assert read_mail(a_mail(Message_ID=""), {}).key == read_mail(a_mail(Message_ID=""), {}).key


@pytest.mark.parametrize(
    "raw", [b"", b"\r\n\r\n", b"\x00" * 99, b"From", b"\xff\xfe", b"Content-Type: multipart/mixed\r\n\r\nx"]
)
def test_what_is_no_mail_is_still_an_item(raw: bytes) -> None:
    assert read(raw, "FAIL").who.network == "email"


def test_mail_nested_a_thousand_times_is_still_an_item() -> None:
    raw = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(2000))
    assert read(raw.encode()).key


PIECES = st.sampled_from(
    [b"From: ", b"Subject: ", b"=?utf-8?Q?=ff?=", b"=?x?B?a?=", b"Content-Type: ", b"multipart/mixed", b"; boundary=B",
     b"text/html", b"; charset=", b"; charset*=utf-8''%E2%28", b"; charset*0*=a''b; charset*1=c", b"\r\n", b"\r\n\r\n",
     b"--B", b"--B--", b"Content-Transfer-Encoding: ", b"base64", b"x-uuencode", b"quoted-printable", b"begin 644 a\n",
     b"Content-Disposition: attachment; filename*=", b"utf-8''%C5%9F", b"; filename*0*=x''a; filename*2=b", b"\x00",
     b"<a@b.org>", b"message/rfc822", b"\xfe", b"=", b"%%%", b'"', b"(", b",", b"Date: ", b"Message-ID: <"]
) | st.binary(max_size=12)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40), st.sampled_from([told(), {}, {"mail": [], "receipt": {"recipients": [None, 3]}}]))
def test_no_mail_raises(pieces: list[bytes], notification: dict[str, Any]) -> None:
    check(read_mail(b"".join(pieces), notification))
