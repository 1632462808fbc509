"""Works: what people built, as panels with baked light, photographed with exact depth."""
