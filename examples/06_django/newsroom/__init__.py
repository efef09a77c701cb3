"""A newsroom: a Django project as small as can be."""
