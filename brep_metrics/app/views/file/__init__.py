"""File: what those who lead or belong to a group hand in."""
