"""A build on a cluster, modelled and simulated: how long it takes with stragglers, failures and skew."""
