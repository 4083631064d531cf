#!/usr/bin/env python3
# check-potfiles.py - does po/POTFILES list every file with texts for people, and only those?
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re

import project

MARKED = {
    '.c': re.compile(r'(?<!\w)(?:_|N_|Q_|C_|NC_|gettext|ngettext|g_dngettext|g_dpgettext2?)\s*\(\s*(?:GETTEXT_PACKAGE,\s*)?"'),
    '.ui': re.compile(r'translatable\s*=\s*["\'](?:yes|true|1)["\']'),
    '.desktop.in': re.compile(r'^(?:Name|GenericName|Comment|Keywords)=', re.M),
    '.metainfo.xml.in': re.compile(r'<(?:summary|p|li|caption)>'),
}
MARKED['.h'] = MARKED['.c']
MARKED['.c.in'] = MARKED['.h.in'] = MARKED['.c']
MARKED['.ui.in'] = MARKED['.ui']


def has_texts(path):
    return any(path.endswith(ending) and pattern.search(project.read(path)) for ending, pattern in MARKED.items())


listed = project.read('po/POTFILES').split()
marked = [path for path in project.files() if path.startswith(('src/', 'data/')) and has_texts(path)]


def complaints(path):
    if not (project.top / path).is_file():
        yield 'is in po/POTFILES, but does not exist'
    elif path not in marked:
        yield 'is in po/POTFILES, but has no texts to translate'
    if path not in listed:
        yield 'has texts to translate, but is not in po/POTFILES'
    if listed.count(path) > 1:
        yield 'is in po/POTFILES more than once'


def sorted_complaints():
    for before, after in zip(listed, listed[1:]):
        if before > after:
            yield f'{after} must come before {before}'


project.tap([('po/POTFILES is sorted', list(sorted_complaints())),
             *((path, list(complaints(path))) for path in sorted({*listed, *marked}))])
