"""Whose telephone it is: citizens of whom each network shows something else, and the places they write from."""

from collections.abc import Mapping
from dataclasses import dataclass

NETWORKS = ("whatsapp", "whatsapp-aws", "telegram", "messenger", "instagram", "sms")
"""By which way a telephone writes; the two of WhatsApp are the same chat, by Meta's webhook and by AWS's envelope."""

_WHATSAPP = ("whatsapp", "whatsapp-aws")


@dataclass(frozen=True)
class Caller:
    """Who writes, as one network shows them: its own `id` of them, `phone` in E.164 and `name`, each "" where it shows
    none; `card` is the phone on their own contact card."""

    id: str = ""
    phone: str = ""
    name: str = ""
    card: str = ""

    @property
    def addresses(self) -> frozenset[str]:
        """Where answers to them may go."""
        return frozenset({self.id, self.phone} - {""})


@dataclass(frozen=True)
class Persona:
    """A citizen: `about` is what is special of them, `network` the one they use first, `ids` their id by network;
    `hides` whether WhatsApp shows the id alone, without a phone."""

    name: str
    about: str
    network: str
    phone: str
    ids: Mapping[str, str]
    hides: bool = False

    def in_network(self, network: str) -> Caller:
        """The same person as this network shows them."""
        shows_phone = network == "sms" or (network in _WHATSAPP and not self.hides)
        return Caller(
            id=self.ids.get("whatsapp" if network in _WHATSAPP else network, ""),
            phone=self.phone if shows_phone else "",
            name="" if network == "sms" else self.name,
            card=self.phone,
        )


@dataclass(frozen=True)
class Place:
    """A place to send: its name and coordinates in degrees (WGS 84)."""

    name: str
    lat: float
    long: float


def _ids(n: int) -> dict[str, str]:
    """The ids of the nth person: every network counts its own way."""
    return {
        "whatsapp": f"TR.13490000000{n:06d}",
        "telegram": f"70000{n:05d}",
        "messenger": f"61500000000{n:05d}",
        "instagram": f"17840000000{n:05d}",
    }


_AYSE = "+905321112233"
PERSONAS: Mapping[str, Persona] = {
    "ayse": Persona("Ayşe Yılmaz", "telefonu görünür", "whatsapp", _AYSE, _ids(1)),
    "mehmet": Persona("Mehmet Demir", "yalnız kimliği (BSUID)", "whatsapp", "+905331112244", _ids(2), hides=True),
    "adsiz": Persona("", "adı görünmez", "whatsapp", "+905341112255", _ids(3)),
    "anna": Persona("Anna Berger", "İngilizce yazar", "whatsapp", "+4915112345678", _ids(4)),
    "burak": Persona("Burak Ak", "Ayşe'nin eski numarası", "whatsapp", _AYSE, _ids(5)),
    "zeynep": Persona("Zeynep Kaya", "Telegram kullanır", "telegram", "+905351112266", _ids(6)),
    "can": Persona("Can Öztürk", "Messenger kullanır", "messenger", "+905361112277", _ids(7)),
    "elif": Persona("Elif Şahin", "Instagram kullanır", "instagram", "+905371112288", _ids(8)),
    "hatice": Persona("Hatice Çelik", "yalnız SMS yazar", "sms", "+905381112299", _ids(9)),
}

PLACES: Mapping[str, Place] = {
    "konak": Place("Konak, Cumhuriyet Bulvarı", 38.4189, 27.1287),
    "bornova": Place("Bornova, Kazımdirik", 38.4622, 27.2176),
    "ilkadim": Place("İlkadım, Samsun", 41.2867, 36.33),
    "disarida": Place("Ankara, Kızılay", 39.9208, 32.8541),
}
