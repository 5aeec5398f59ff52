"""HTTP and local files."""
