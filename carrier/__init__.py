"""The telephone company behind one small Protocol: sign, verify, and later ring and text."""
