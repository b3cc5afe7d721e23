"""Which schema a register has, and bringing an empty or older one to the one that this software knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from brep_metrics.errors import StoreError
from brep_metrics.i18n import N_, Message
from brep_metrics.store.tables import REVISION

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

_VERSIONS = "alembic_version"


def revision_of(connection: Connection) -> str | None:
    """The revision of the register's schema; None where there is no register yet."""
    if not inspect(connection).has_table(_VERSIONS):
        return None
    found: str | None = connection.execute(text(f"select version_num from {_VERSIONS}")).scalar()  # noqa: S608 - constant
    return found


def check_revision(found: str, address: str) -> None:
    """Raise unless the register has exactly the schema that this software knows.

    Raises:
        StoreError: the register is older, and can be upgraded, or was written by newer software.

    """
    if found == REVISION:
        return
    check_known(found, address)
    text_ = N_("The register of {address} is of an older version; run `brep store upgrade` after making a copy of it")
    raise StoreError(Message(text_, {"address": address}))


def check_known(found: str, address: str) -> None:
    """Raise where the register was written by newer software, which this one could only damage.

    Raises:
        StoreError: it was.

    """
    if found not in _known():
        text_ = N_("The register of {address} was written by a newer version of this software; update the software")
        raise StoreError(Message(text_, {"address": address}))


def migrate(connection: Connection) -> None:
    """Bring the register to the newest revision, inside the caller's transaction."""
    from alembic import command  # noqa: PLC0415 - only a new or older register needs Alembic

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _known() -> frozenset[str]:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - as above

    return frozenset(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def _config() -> Config:
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", "brep_metrics.store:migrations")
    return config
