"""What DynamoDB remembers: PynamoDB lives here and nowhere else."""
