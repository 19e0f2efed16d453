"""One module per page of the public site."""
