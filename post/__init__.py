"""What leaves the house in writing: text messages, letters, documents, calendar entries; a notice (values) -> bytes."""
