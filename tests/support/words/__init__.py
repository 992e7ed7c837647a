"""The words that people read, and texts that would harm who reads them."""
