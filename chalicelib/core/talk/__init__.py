"""The parts of the bot's conversation: what it remembers, asks, understands and says."""
