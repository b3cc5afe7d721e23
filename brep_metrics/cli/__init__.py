"""The command line: one module a family of commands, all of them thin callers of the package's API."""

from brep_metrics.cli.main import main

__all__ = ["main"]
