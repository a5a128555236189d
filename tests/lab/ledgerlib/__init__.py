"""What clients saw of a cluster while it was hurt: who could write, when, and what was kept."""
