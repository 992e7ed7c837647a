"""What a table or a record says: which column or key gives the photo, its account and its licence."""
