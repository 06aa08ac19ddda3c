"""Who runs the line, when a person answers, what the menu offers and which institutions there are."""
