"""What all tests share: hypothesis is judged by what it finds, not by how busy the machine is."""

from hypothesis import HealthCheck, settings

settings.register_profile("kopru", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kopru")
