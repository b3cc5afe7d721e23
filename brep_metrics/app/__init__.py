"""The dashboard: pages of questions and answers over the package's API; nothing here computes a score."""
