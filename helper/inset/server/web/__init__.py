"""The local page: templates, styles and scripts, and what puts them together."""
