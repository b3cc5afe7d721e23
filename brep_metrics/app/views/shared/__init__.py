"""Parts that several pages arrange."""
