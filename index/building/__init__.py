"""A corpus folder and single files → an index that is whole, and the checks of it."""
