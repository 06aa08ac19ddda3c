"""How fast the line answers, measured on your own machine: `python -m bench` (or `make bench`)."""
