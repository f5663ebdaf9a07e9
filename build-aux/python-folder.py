#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Prints where a prefix keeps modules for this Python.

Meson 1.0 names a folder below /usr/local that Debian's Python never looks into.
"""
import pathlib
import site
import sys


def main(prefix):
    library = pathlib.Path(prefix, 'lib')
    searched = [folder for folder in site.getsitepackages()
                if library in pathlib.Path(folder).parents]
    version = f'python{sys.version_info.major}.{sys.version_info.minor}'
    print(searched[0] if searched else library / version / 'site-packages')


if __name__ == '__main__':
    main(sys.argv[1])
