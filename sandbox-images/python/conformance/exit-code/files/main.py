import sys

print("bad", file=sys.stderr)
sys.exit(7)
