"""The shape of each kind of document, as strict models; their descriptions become an editor's hover help."""
