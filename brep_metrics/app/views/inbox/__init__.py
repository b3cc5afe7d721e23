"""Inbox: what waits for an evaluator."""
