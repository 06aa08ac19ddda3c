"""What things are: petitions, their numbers, working days, telephone numbers. Pure rules, nothing else."""
