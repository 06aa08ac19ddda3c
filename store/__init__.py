"""All SQL: calls, petitions, call-back requests, guesses; SQLite or PostgreSQL."""
