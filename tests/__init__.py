"""The tests. Those under `laws` are named by the number of the law that they hold to."""
