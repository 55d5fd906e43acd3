"""Settings say what is wrong with them."""

from pathlib import Path

import pytest

from infrastructure.local.settings import Unready, read_settings


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for city in ("izmir-him", "example"):
        (tmp_path / "chalicelib" / "cities" / city).mkdir(parents=True)
    (tmp_path / ".venv-aws" / "bin").mkdir(parents=True)
    (tmp_path / ".venv-aws" / "bin" / "python").touch()
    return tmp_path


def test_everything_has_a_default(root: Path) -> None:
    settings = read_settings({}, root)
    assert (settings.city, settings.port, settings.engine_port) == ("izmir-him", 8000, 8001)
    assert settings.state == root / ".local" / "izmir-him"
    assert settings.quiet
    assert settings.parameters["LimitsWidth"] == "1"
    assert read_settings({"KOPRU_LIMITS": "wide"}, root).parameters["LimitsWidth"] == "1000"
    assert settings.parameters["PublicUrl"] == "http://localhost:8000"
    assert settings.parameters["SmtpHost"] == "127.0.0.1:8002"
    assert settings.parameters["NetgsmUrl"] == "http://127.0.0.1:8000/_local/providers/netgsm"
    assert settings.parameters["GraphUrl"] == "http://127.0.0.1:8000/_local/providers/graph/v23.0"


def test_engine_stands_beside_the_front_door_unless_told_otherwise(root: Path) -> None:
    assert read_settings({"KOPRU_PORT": "9000"}, root).engine_port == 9001
    assert read_settings({"KOPRU_PORT": "9000", "KOPRU_AWS_PORT": "4566"}, root).engine_port == 4566


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"CITY": "atlantis"}, "CITY=atlantis.*example, izmir-him"),
        ({"CITY": "../izmir-him"}, "CITY="),
        ({"KOPRU_PORT": "http"}, "KOPRU_PORT=http"),
        ({"KOPRU_PORT": "80"}, "KOPRU_PORT=80"),
        ({"KOPRU_PORT": "65535"}, "KOPRU_AWS_PORT"),
        ({"KOPRU_PORT": "65534"}, "KOPRU_SMTP_PORT"),
        ({"KOPRU_QUIET": "no"}, "KOPRU_QUIET=no"),
        ({"KOPRU_LIMITS": "off"}, "KOPRU_LIMITS=off"),
        ({"KOPRU_AWS_PYTHON": "nowhere/python"}, "nowhere/python"),
    ],
)
def test_what_cannot_be_used_is_named(root: Path, environ: dict[str, str], named: str) -> None:
    with pytest.raises(Unready, match=named):
        read_settings(environ, root)
