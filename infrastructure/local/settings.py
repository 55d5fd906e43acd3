"""What one run on this machine needs to know, read from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

REGION = "eu-central-1"
MAIL_FROM = "kopru@example.org"
SMS_SENDER = "KOPRU"
SMS_CONFIGURATION_SET = "kopru-local"
NETGSM_HEADER = "KOPRU"
WHATSAPP_PHONE_ID = "106500000000001"
SOCIAL_PHONE_ID = "phone-number-id-local0001"
META_PAGE_ID = "109000000000001"
INSTAGRAM_ID = "178400000000001"
TELEGRAM_BOT = "KopruYerelBot"


# How wide the limits of docs/abuse.md are.
LIMITS = {"on": "1", "wide": "1000"}


class Unready(Exception):
    """This machine is not ready to run Köprü; the message says what to do about it."""


@dataclass(frozen=True)
class Settings:
    """Where everything stands: `port` is what people open, `engine_port` is AWS; `state` may be deleted at any time.

    `limits` is "on" for production's limits, or "wide" where something else is tried with more than people send.
    `quiet` is whether the preset's quiet hours hold; tests that run at night turn them off.
    """

    root: Path
    city: str
    port: int
    engine_port: int
    engine_python: Path
    state: Path
    package: Path
    smtp_port: int
    quiet: bool = True
    limits: str = "on"

    @property
    def url(self) -> str:
        """The address people open, without a slash at the end."""
        return f"http://localhost:{self.port}"

    @property
    def providers(self) -> str:
        """Where functions find the stand-ins of the providers, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}/_local/providers"

    @property
    def parameters(self) -> dict[str, str]:
        """What the template is deployed with: one machine throttles nobody; other parameters keep their defaults."""
        return {
            "City": self.city,
            "PublicUrl": self.url,
            "MailFrom": MAIL_FROM,
            "SmsSender": SMS_SENDER,
            "SmsConfigurationSet": SMS_CONFIGURATION_SET,
            "SmtpHost": f"127.0.0.1:{self.smtp_port}",
            "SmtpSecurity": "none",
            "NetgsmHeader": NETGSM_HEADER,
            "NetgsmUrl": f"{self.providers}/netgsm",
            "WhatsappPhoneId": WHATSAPP_PHONE_ID,
            "GraphUrl": f"{self.providers}/graph/v23.0",
            "SocialPhoneId": SOCIAL_PHONE_ID,
            "MetaPageId": META_PAGE_ID,
            "InstagramId": INSTAGRAM_ID,
            "OtherAccounts": "take",  # so that any tool can play the networks, whatever number it writes to
            "TelegramBot": TELEGRAM_BOT,
            "TelegramUrl": f"{self.providers}/telegram",
            "MediaHosts": f"http://127.0.0.1:{self.port},{self.url}",
            "ScansFiles": "false",  # the front door's stand-in does
            "CognitoUrl": f"http://127.0.0.1:{self.engine_port}",
            "LimitsWidth": LIMITS[self.limits],
            "RequestsPerSecond": "1000",
            "RequestBurst": "1000",
            "TileUrl": "/_local/tiles/{z}/{x}/{y}.png",
            "TileAttribution": "Örnek harita",
        }


def read_settings(environ: Mapping[str, str], root: Path) -> Settings:
    """Settings from CITY, KOPRU_PORT, KOPRU_AWS_PORT, KOPRU_SMTP_PORT, KOPRU_AWS_PYTHON, KOPRU_STATE, KOPRU_PACKAGE,
    KOPRU_QUIET and KOPRU_LIMITS.

    All but CITY have defaults; CITY falls back to izmir-him. Raises Unready, naming the variable, where a value cannot
    be used.
    """
    city = environ.get("CITY") or "izmir-him"
    cities = sorted(folder.name for folder in (root / "chalicelib" / "cities").iterdir() if folder.is_dir())
    if city not in cities:
        raise Unready(f"CITY={city}: there is no such preset. Presets: {', '.join(cities) or 'none'}")
    port = _port(environ, "KOPRU_PORT", 8000)
    engine_port = _port(environ, "KOPRU_AWS_PORT", port + 1)
    quiet = environ.get("KOPRU_QUIET") or "on"
    if quiet not in ("on", "off"):
        raise Unready(f"KOPRU_QUIET={quiet}: on or off")
    limits = environ.get("KOPRU_LIMITS") or "on"
    if limits not in LIMITS:
        raise Unready(f"KOPRU_LIMITS={limits}: on or wide")
    engine_python = root / environ.get("KOPRU_AWS_PYTHON", ".venv-aws/bin/python")
    if not engine_python.exists():
        raise Unready(f"no local AWS engine at {engine_python}: `make run` installs it, or set KOPRU_AWS_PYTHON")
    return Settings(
        root=root,
        city=city,
        port=port,
        engine_port=engine_port,
        engine_python=engine_python,
        state=root / environ.get("KOPRU_STATE", f".local/{city}"),
        package=root / environ.get("KOPRU_PACKAGE", "build/package"),
        smtp_port=_port(environ, "KOPRU_SMTP_PORT", port + 2),
        quiet=quiet == "on",
        limits=limits,
    )


def _port(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not 1024 <= int(text) <= 65535:
        raise Unready(f"{name}={text}: a port is a number from 1024 to 65535")
    return int(text)
