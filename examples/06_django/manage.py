"""The newsroom from the command line; README.md says which commands to give."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
execute_from_command_line(sys.argv)
