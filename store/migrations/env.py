"""Alembic looks for this file; what it would do is in store/migrate.py."""
