"""How a register's tables came to be what `store.tables` declares, one revision after the other (Alembic)."""
