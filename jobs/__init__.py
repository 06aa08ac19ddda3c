"""What happens without a caller: one due row at a time."""
