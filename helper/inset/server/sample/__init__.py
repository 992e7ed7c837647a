"""The sample: made-up photos on the helper's own pages, so that the whole chain can be seen working offline."""
