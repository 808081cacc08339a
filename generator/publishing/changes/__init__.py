"""What a change does to what the world sees: a registry as it was published, and as it is now.

Against an earlier state of the files both sides are composed by this program; against a published site, what it holds
is compared with what this program would compose.
"""
