"""The handbook while it is being written: a page is made when a browser asks for it."""
