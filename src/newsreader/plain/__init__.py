"""The reader as plain lines: for screen readers, pipes and terminals that can do nothing else."""
