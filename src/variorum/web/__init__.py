"""The page served over HTTP."""
