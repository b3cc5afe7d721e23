"""What is computed once is shared by all sessions, so nobody can change it."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import pytest


@pytest.mark.parametrize("package", ["access", "evidence", "explain", "methodology", "scoring"])
def test_every_dataclass_is_frozen(package):
    """Setting a field of one raises, instead of changing what others are looking at."""
    parent = import_module(f"brep_metrics.{package}")
    modules = [import_module(f"{parent.__name__}.{module.name}") for module in pkgutil.iter_modules(parent.__path__)]
    classes = {one for module in modules for one in vars(module).values() if hasattr(one, "__dataclass_params__")}
    own = [one for one in classes if isinstance(one, type) and one.__module__.startswith(parent.__name__)]
    assert own
    assert not [one.__name__ for one in own if not one.__dataclass_params__.frozen]
