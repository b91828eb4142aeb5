"""What the YAML means. The only part of the generator that `intake_app` may import."""
