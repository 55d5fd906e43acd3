"""Dates and times in words, in Turkish time."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

# Türkiye keeps UTC+3 all year (since 2016); no time-zone data is needed.
TURKEY = timezone(timedelta(hours=3))

MONTHS = {
    "tr": [
        "Ocak",
        "Şubat",
        "Mart",
        "Nisan",
        "Mayıs",
        "Haziran",
        "Temmuz",
        "Ağustos",
        "Eylül",
        "Ekim",
        "Kasım",
        "Aralık",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
DAYS = {
    "tr": ["Pazartesi", "Salı", "Çarşamba", "Perşembe", "Cuma", "Cumartesi", "Pazar"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}


def local_day(at: datetime) -> date:
    """The day in Türkiye of an aware moment."""
    return at.astimezone(TURKEY).date()


def say_day(day: date, language: str) -> str:
    """`23 Kasım 2026 Pazartesi`, `Monday 23 November 2026`."""
    language = "en" if language == "en" else "tr"
    month, weekday = MONTHS[language][day.month - 1], DAYS[language][day.weekday()]
    if language == "en":
        return f"{weekday} {day.day} {month} {day.year}"
    return f"{day.day} {month} {day.year} {weekday}"


def say_moment(at: datetime, language: str) -> str:
    """`23 Kasım 2026 Pazartesi 14.30`, `Monday 23 November 2026, 14:30`, of an aware moment, in Turkish time."""
    local = at.astimezone(TURKEY)
    if language == "en":
        return f"{say_day(local.date(), language)}, {local:%H:%M}"
    return f"{say_day(local.date(), language)} {local:%H.%M}"
