"""The animatic camera's words: a lexicon in data, English, Chinese and French, and how a prompt is cut into its terms."""
