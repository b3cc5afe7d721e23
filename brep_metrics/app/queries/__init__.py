"""What the pages show, asked of the package's API within the reader's access scope; nothing is drawn here."""
