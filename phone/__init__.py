"""A telephone: who has no number yet dials the hotline from here and hears what a caller hears."""
