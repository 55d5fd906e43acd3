"""What all tests share: hypothesis is judged by what it finds, not by how busy the machine is; figures are told."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("kopru", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kopru")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The figures that tests came to (`record_property("figures", …)`)."""
    for report in [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]:
        for name, figures in report.user_properties:
            if name == "figures":
                terminalreporter.write_line(f"{report.nodeid.rpartition('::')[2]}: {figures}")
