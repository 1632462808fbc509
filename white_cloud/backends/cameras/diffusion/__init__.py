"""The camera `diffusers`: local video models, from a folder or the model hub's cache, through the library of that name."""
