#!/usr/bin/env python3
# check-strings.py - does any file speak of the machine it was written on?
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re

import project

FORBIDDEN = {
    'a path of one machine': re.compile(r'(?<![\w.~}-])/(?:work|root|home)(?![\w-])'),
    'the host of a package registry': re.compile(
        r'\b(?:deb\.debian|security\.debian|snapshot\.debian|registry\.npmjs|files\.pythonhosted|pypi|crates|rubygems'
        r'|proxy\.golang)\.(?:org|io)\b', re.I),
}
# The licence is not ours to word.
EXEMPT = {'LICENSE'}


def complaints(pattern):
    for path in project.files():
        if path in EXEMPT or path.endswith('.png'):
            continue
        lines = (project.top / path).read_bytes().decode('utf-8', 'replace').split('\n')
        for number, line in enumerate(lines, 1):
            if found := pattern.search(line):
                yield f'{path}:{number}: {found.group()}'


project.tap((f'no file names {what}', list(complaints(pattern))) for what, pattern in FORBIDDEN.items())
