"""Where requests of the carrier and of people come in."""
