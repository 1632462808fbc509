"""`python -m white_cloud` is the command `white-cloud`."""

from white_cloud.cli.main import main

main()
