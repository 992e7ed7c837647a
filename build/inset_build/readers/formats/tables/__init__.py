"""Tables and lists as text: one line or one row for each photo."""
