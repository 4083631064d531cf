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


def complaints(path):
    content = (project.top / path).read_bytes()
    if path.endswith('.png'):
        return
    for number, line in enumerate(content.decode('utf-8', 'replace').split('\n'), 1):
        for what, pattern in FORBIDDEN.items():
            if found := pattern.search(line):
                yield f'line {number}: {what}: {found.group()}'


project.tap((path, list(complaints(path))) for path in project.files() if path not in EXEMPT)
