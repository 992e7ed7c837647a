"""What is known of a Flickr account's photos: the check, its report, the proof, the letter, the watch."""
