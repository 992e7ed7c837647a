"""Downloads: files fetched over HTTP, resumed after a break, and checked."""
