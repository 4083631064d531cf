#!/usr/bin/env python3
# check-layers.py - who may include whom
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re

import project

# Each folder of src, and the folders of src it may include beside itself.
MAY_INCLUDE = {
    'base': '',
    'experiments': '',
    'model': 'base',
    'proc': 'base',
    'trace': 'base model',
    'sampler': 'base model proc trace',
    'wire': 'base model',
    'link': 'base',
    'store': 'base model',
    'lab': 'base model proc trace sampler store experiments',
    'present': 'base model store lab experiments',
    'draw': 'base model store lab experiments present',
    'export': 'base model store lab experiments wire',
    'workload': 'experiments',
    'agent': 'base model proc trace sampler wire',
    'cli': 'base model proc trace sampler wire link store lab experiments present draw export',
    'app': 'base model sampler wire link store lab experiments present draw export',
}
# Only the window knows the toolkit.
TOOLKIT = re.compile(r'(gtk|gdk|gsk)(/|\.h)|adwaita')


def complaints(path):
    folder = path.split('/')[1]
    if folder not in MAY_INCLUDE:
        yield f'the folder {folder} is not in the table'
        return
    allowed = {folder, *MAY_INCLUDE[folder].split()}
    included = re.findall(r'^[ \t]*#[ \t]*include[ \t]+(["<])([^">]+)', project.read(path), re.M)
    for quote, header in included:
        top = header.split('/')[0]
        if top in MAY_INCLUDE and top not in allowed:
            yield f'{folder} may not include {header}'
        if folder != 'app' and TOOLKIT.match(header):
            yield f'{header}: only app knows GTK'
        if quote == '"' and '/' not in header and header != 'config.h' and (project.top / 'src' / folder / header).exists():
            yield f'{header}: includes are relative to src, "{folder}/{header}"'
        if '..' in header:
            yield f'{header}: includes are relative to src'
    if path.endswith('.c') and included[:1] != [('"', 'config.h')]:
        yield 'config.h must be included first'


project.tap((path, list(complaints(path))) for path in project.files('*.c', '*.h') if path.startswith('src/'))
