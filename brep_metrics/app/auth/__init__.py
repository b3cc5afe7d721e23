"""Who is let in: what a stranger's, a reader's and a loader's browser may ask of the server, and how much of it."""
