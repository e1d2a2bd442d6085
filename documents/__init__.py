"""What people print, sign and file."""
