"""Text that several articles share: passages, credits, origins."""
