"""Native messaging: what the browser starts for the extension, with two verbs: start the helper, and open its page."""
