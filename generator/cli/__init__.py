"""The command `badges`: one module a verb, arguments in, words and an exit code out.

The program's voice: the result goes to stdout and nothing else does; talk goes to stderr as `badges: …`, in lower
case, without a full stop; an error says what to do about it. Exit 0 good, 1 the data or the credential is at fault,
2 the command was not understood, 3 the world failed or something could not be checked.
"""
