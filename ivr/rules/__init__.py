"""What a caller can rely on, judged before anyone calls: one file for each kind of rule."""
