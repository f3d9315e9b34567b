"""What is promised about speed, measured: `python -m benchmarks`.

Each benchmark compares with its own yardstick in the same run, so that a slow machine slows both.
"""
