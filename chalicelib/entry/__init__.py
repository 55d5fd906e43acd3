"""Who wakes us: one file per public surface or worker Lambda."""
