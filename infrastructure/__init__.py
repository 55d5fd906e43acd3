"""How Köprü is packaged, deployed and run on one machine."""
