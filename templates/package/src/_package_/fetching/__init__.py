"""What fetch.py is made of: from an address to a verified file. Standard library only."""
