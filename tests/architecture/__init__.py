"""The house itself: which room may know which, what no room may read, what the tree may hold."""
