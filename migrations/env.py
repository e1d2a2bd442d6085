"""What Alembic runs: the migrations, on the connection that migrations/run.py hands over."""

from alembic import context

from migrations.run import compared

context.configure(
    connection=context.config.attributes["connection"],
    transaction_per_migration=False,
    **compared(),
)
with context.begin_transaction():
    context.run_migrations()
