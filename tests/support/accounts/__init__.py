"""Made-up accounts of Flickr: their exports, their reports, their letters."""
