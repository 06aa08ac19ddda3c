"""What each word after `telverde` does, by who needs it. cli.py lists them and loads only the one that is asked for."""
