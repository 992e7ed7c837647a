"""JSON documents and JSON Lines, read without parsing all of them."""
