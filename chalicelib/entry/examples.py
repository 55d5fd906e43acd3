"""What the OpenAPI document shows as examples; each keeps to its own schema (tests/entry/test_openapi.py)."""

from __future__ import annotations

from typing import Any

Example = dict[str, Any]

NUMBER = "2611-4817-3056"
NEW_REQUEST: Example = {
    "service_code": "road.pothole",
    "description": "Büyük bir çukur var, arabalar zarar görüyor.",
    "address": "Ankara Caddesi no 12",
    "district": "Bornova",
    "first_name": "Ayşe",
    "last_name": "Yılmaz",
    "phone": "0532 111 22 33",
    "answers": {"size": "wheel", "lanes": ["right"]},
}
UNIT: Example = {"code": "fen-isleri", "name": "Fen İşleri Dairesi Başkanlığı"}
OPENED: Example = {
    "number": NUMBER,
    "status": "received",
    "service_code": "road.pothole",
    "unit": UNIT,
    "due": "2026-11-26T17:30:00+03:00",
    "tracking_url": f"https://kopru.example.org/takip/{NUMBER}",
}
PUBLIC_VIEW: Example = {
    "number": NUMBER,
    "status": "in_progress",
    "status_text": "Üzerinde çalışılıyor",
    "opened": "2026-11-23T10:30:00+03:00",
    "changed": "2026-11-23T11:30:00+03:00",
    "due": "2026-11-26T17:30:00+03:00",
}
OWN_VIEW: Example = PUBLIC_VIEW | {
    "service_code": "road.pothole",
    "service": "Yolda çukur",
    "kind": "request",
    "legal_basis": "service",
    "description": NEW_REQUEST["description"],
    "answers": [{"code": "size", "label": "Çukur ne kadar büyük?", "values": ["Tekerlek sığacak kadar"]}],
    "place": "Ankara Caddesi no 12, Bornova",
    "unit": UNIT,
    "due_explanation": ["Süre: 3 iş günü"],
    "reached_by": "sms",
    "timeline": [
        {
            "id": "261148173056-3",
            "at": "2026-11-23T11:30:00+03:00",
            "code": "started",
            "text": "Çalışma başladı.",
        },
        {
            "id": "261148173056-1",
            "at": "2026-11-23T10:30:00+03:00",
            "code": "opened",
            "text": "Başvurunuzu aldık.",
        },
    ],
    "moves": ["add", "withdraw"],
}
MOVE: Example = {"move": "add", "text": "Çukur gece aydınlatılmıyor."}
SERVICES: Example = {
    "city": "İzmir",
    "city_code": "izmir-him",
    "groups": [{"code": "road", "label": "Yol", "translations": {"tr": "Yol", "en": "Road"}}],
    "services": [
        {
            "service_code": "road.pothole",
            "label": "Yolda çukur",
            "translations": {"tr": "Yolda çukur", "en": "Pothole"},
            "short_label": "Çukur",
            "group": "road",
            "priority": "P3",
            "confidential": False,
            "public": True,
            "publish": "released",
            "reply": "realtime",
            "questions": [
                {
                    "code": "size",
                    "datatype": "singlevaluelist",
                    "required": False,
                    "asked": True,
                    "label": "Çukur ne kadar büyük?",
                    "translations": {"tr": "Çukur ne kadar büyük?", "en": "How big is the pothole?"},
                    "values": [
                        {"key": "wheel", "name": "Tekerlek", "translations": {"tr": "Tekerlek", "en": "A wheel"}}
                    ],
                }
            ],
        }
    ],
}
ASK: Example = {"phone": "0532 111 22 33", "channel": "sms"}
ASKED: Example = {
    "code_id": "5d41402abc4b2a76b9719d911017c592",
    "channel": "sms",
    "expires": "2026-11-23T10:35:00+03:00",
    "text": "Altı haneli kodu gönderdik; 5 dakika geçerlidir.",
}
ENTER: Example = {"code_id": ASKED["code_id"], "code": "123456"}
SESSION: Example = {"token": "9f" * 32, "expires": "2026-12-23T10:31:00+03:00", "phone": "+90 5•• ••• 22 33"}
MINE: Example = {
    "requests": [
        {
            "number": NUMBER,
            "status": "in_progress",
            "status_text": "Üzerinde çalışılıyor",
            "service_code": "road.pothole",
            "service": "Yolda çukur",
            "opened": "2026-11-23T10:30:00+03:00",
        }
    ]
}
WORDS: Example = {"text": "Sokağımızda büyük bir çukur var."}
SUGGESTED: Example = {
    "services": [{"service_code": "road.pothole", "label": "Yolda çukur", "group": "road", "words": ["çukur"]}]
}
