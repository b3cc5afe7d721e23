"""Drafts that are being written: the address to which a form saves what is typed, for its writer alone."""
