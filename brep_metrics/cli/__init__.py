"""The command line: one module per family of commands, all of them thin callers of the package's API."""

import os

# Looking for plugins of pydantic, none of which is wanted, reads the metadata of every installed package.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from brep_metrics.cli.main import main

__all__ = ["main"]
