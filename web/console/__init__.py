"""The console: pages for supervisors, inspectors, auditors and administrators. One file for each kind of page."""
