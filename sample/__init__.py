"""The sample registry at the top of this repository: a district that doesn't exist, and the script that fills it."""
