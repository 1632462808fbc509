"""The writer `openai`: lines from a language model, asked with prompts that a person can read and replace."""
