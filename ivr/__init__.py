"""What is said: one turn of a call, the dialogues, and how they become TwiML."""
