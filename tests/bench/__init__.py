"""What a request costs: CPU, cold start, DynamoDB calls and units. `python -m tests.bench` prints it."""
