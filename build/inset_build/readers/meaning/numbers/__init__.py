"""Whether bare numbers are Flickr's photo IDs: judged by how all are distributed, not by the largest."""
