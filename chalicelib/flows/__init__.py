"""What happens, start to end: one story per file, with a Desk of the few things it may touch."""
