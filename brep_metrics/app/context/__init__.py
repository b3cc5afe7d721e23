"""What a page knows before it asks for anything: the visit, its data version, the reader's window."""
