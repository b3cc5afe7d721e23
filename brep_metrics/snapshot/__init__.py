"""What a meeting takes away, and its verification."""
