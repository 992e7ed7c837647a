"""A person's own Flickr data export ("Request my Flickr data"): zips as they come, or unpacked into a folder."""
