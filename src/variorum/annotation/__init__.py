"""Article scope: what is marked in one article, one file a layer."""
