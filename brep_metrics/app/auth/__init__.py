"""Who is visiting, checked before anything else is done for them."""
