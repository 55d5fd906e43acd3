"""What the city means: pure Python, no clock, no environment, no I/O, no third party."""
