#!/usr/bin/env python3
# check-format.py - does clang-format agree, but for white space? does each file say what it is?
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Columns are aligned by hand, as GTK does, which clang-format cannot. A break
# inside parentheses counts as white space too, as G_DEFINE_..._WITH_CODE needs,
# and so does one before the brace of an enum: GTK breaks in a typedef, only there.

import concurrent.futures
import pathlib
import re
import shutil
import subprocess
import tempfile

import project

LONGEST_LINE = 120
LONGEST_FILE = 800
SHARES = 8


def shape(text):
    depth, out = 0, []
    text = re.sub(r'\b(enum(?: \w+)?)\s*\{', r'\1 {', text)
    for char in re.sub(r'"(\\.|[^"\\\n])*"|\'(\\.|[^\'\\])+\'', '""', text):
        depth += (char == '(') - (char == ')')
        if not char.isspace():
            out.append(char)
        elif char == '\n' and depth == 0 and out and out[-1] != '\n':
            out.append(char)
    return ''.join(out).split('\n')


def format_copies(folder, paths):
    """Copies the files, and lets clang-format change the copies: many at a time, as its start takes longer than a file."""
    shutil.copy(project.top / '.clang-format', folder)
    for path in paths:
        copy = folder / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(project.top / path, copy)
    shares = [paths[place::SHARES] for place in range(SHARES)]
    with concurrent.futures.ThreadPoolExecutor() as pool:
        list(pool.map(lambda share: subprocess.run(['clang-format', '--style=file', '-i', *share], cwd=folder, check=True),
                      filter(None, shares)))


def complaints(path, wanted):
    source = project.read(path)
    lines = source.split('\n')
    for has, wants in zip(shape(source), shape(wanted)):
        if has != wants:
            yield f'has {has!r}, wanted {wants!r}'
            break
    name = re.escape(pathlib.PurePath(path).name)
    if not re.match(rf'/\* {name} - \S' if path.endswith('.h') else rf'/\* {name}( - \S|$)', lines[0]):
        yield 'the first line must be /* and the name of the file; in a header also what is in it, in one line'
    if not any('SPDX-License-Identifier: GPL-3.0-or-later' in line for line in lines[:4]):
        yield 'no SPDX-License-Identifier in the header'
    if len(lines) - 1 > LONGEST_FILE:
        yield f'{len(lines) - 1} lines, more than {LONGEST_FILE}'
    if not source.endswith('\n') or source.endswith('\n\n'):
        yield 'must end with one line feed'
    for number, line in enumerate(lines, 1):
        if '\t' in line or line != line.rstrip():
            yield f'line {number}: tab or trailing blank'
        if len(line) > LONGEST_LINE:
            yield f'line {number}: longer than {LONGEST_LINE}'


paths = [path for path in project.files('*.c', '*.h') if path.startswith(('src/', 'tests/'))]
with tempfile.TemporaryDirectory() as temporary:
    copies = pathlib.Path(temporary)
    format_copies(copies, paths)
    project.tap((path, list(complaints(path, (copies / path).read_text(encoding='utf-8')))) for path in paths)
