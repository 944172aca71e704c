"""Who runs a stage where: four verbs, no stage names."""
