"""One folder per page: `page.py` and its parts, each of which asks the queries and arranges widgets and charts."""

from importlib import import_module
from pkgutil import walk_packages


def load_all() -> None:
    """Import every view, so that the first visitor does not wait for it."""
    for module in walk_packages(__path__, f"{__name__}."):
        import_module(module.name)
