"""A telephone: whoever has no number yet dials the hotline from here, and hears what a caller of the carrier hears."""
