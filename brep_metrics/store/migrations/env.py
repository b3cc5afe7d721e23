"""What Alembic runs for every command: on the connection that it is handed, inside the caller's transaction."""

from alembic import context

from brep_metrics.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,  # the transaction is the caller's
)
context.run_migrations()
