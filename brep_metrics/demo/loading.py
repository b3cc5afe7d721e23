"""Brings the demonstration into a store by the same way as any other data, unless the store holds something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brep_metrics import intake
from brep_metrics.demo.network import Variant, tables
from brep_metrics.demo.parameters import load_parameters
from brep_metrics.errors import UsageError
from brep_metrics.i18n import N_, Message
from brep_metrics.table_files import write_tables
from brep_metrics.temporary_folders import scratch_folder

if TYPE_CHECKING:
    from brep_metrics.store import Generation, Store
    from brep_metrics.table_files import Tables

IDENTIFYING = {"working_group": "group_id", "organization": "organization_id"}


def load_demonstration(store: Store, variant: Variant = "full") -> Generation | None:
    """Load the demonstration into an empty store; None where it is there already.

    The generation is dated on the demonstration's last day, so that its figures never depend on the clock.

    Raises:
        UsageError: the store holds other data.
        StoreError: the store cannot be read or written.

    """
    network = tables(variant)
    if store.current() is not None:
        if _holds(store, network):
            return None
        text = N_("The store {address} holds other data; the demonstration needs a store of its own")
        raise UsageError(Message(text, {"address": store.address}))
    with scratch_folder("demo") as folder:
        write_tables(network, folder)
        return intake.load(
            store,
            [folder],
            who="brep demo",
            why="演示网络 / Demonstration network",
            today=load_parameters().end,
        )


def _holds(store: Store, network: Tables) -> bool:
    """Whether the store's groups and organizations are exactly those of the demonstration, under the same names."""
    with store.read() as reading:
        for table, key in IDENTIFYING.items():
            found = reading.fetch(f"select {key}, name_zh, name_en from {table} order by {key}")  # noqa: S608 - constants
            expected = sorted((row[key], row["name_zh"], row["name_en"]) for row in network[table])
            if [tuple(row) for row in found] != expected:
                return False
    return True
