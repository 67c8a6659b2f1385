"""The commands of `python -m stats` that are described outside of `__main__`, one file per noun."""
