#!/usr/bin/env python3
# check-tree.py - the top level holds what a visitor expects, and nothing else
#
# SPDX-License-Identifier: GPL-3.0-or-later

import project

EXPECTED = {'LICENSE', 'README.md', 'meson.build', 'meson_options.txt', 'data', 'flatpak', 'po', 'src', 'tests'}

found = {path.split('/')[0] for path in project.files()}
project.tap([*((name, [] if name in found else ['is missing']) for name in sorted(EXPECTED)),
             *((name, ['does not belong here']) for name in sorted(found - EXPECTED) if not name.startswith('.'))])
