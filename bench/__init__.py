"""The benchmark: registries made from a seed, rows measured, and `docs/performance.md` written. `python -m bench`."""
