"""One module for each revision, in their order."""
