"""YAML in and out: strict, with line numbers, and schemas. What backends offer comes in as a `Catalogue`."""
