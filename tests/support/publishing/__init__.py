"""A publisher, their packs and pages, who follows them, and who would harm both."""
