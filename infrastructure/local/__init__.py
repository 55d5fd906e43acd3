"""The whole product on one machine: engine, providers' stand-ins, outbox and front door. Never part of the bundle."""
