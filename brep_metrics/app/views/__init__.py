"""One module a page: each asks the API and arranges components."""

from importlib import import_module
from pkgutil import iter_modules


def load_all() -> None:
    """Import every view, so that the first visitor does not wait for it."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
