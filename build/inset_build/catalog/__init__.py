"""The catalog: which datasets list Flickr photos, and where their manifests are."""
