"""The page of this name and its parts."""
