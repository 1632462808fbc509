"""The way through the house, one file a stage: write, voice, shoot, cut, mix, render, deliver.

Each stage plans over values (what is needed, keyed, and why) and then makes what is missing through its door.
"""
