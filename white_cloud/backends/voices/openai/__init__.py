"""The voice `openai`: speech from a hosted model, told in words who speaks and how."""
