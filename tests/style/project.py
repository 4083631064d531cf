# project.py - what the checks share: the project's files, and results in TAP
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import pathlib
import subprocess

top = pathlib.Path(__file__).resolve().parents[2]


def walk():
    # A source archive has no git: then everything that is there counts.
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders if name not in ('.git', '__pycache__') and not name.startswith('_')]
        yield from (str(pathlib.Path(folder, name).relative_to(top)) for name in names)


def files(*patterns):
    """The project's files that match a pattern (all without one), sorted; new ones count before they are added."""
    git = subprocess.run(['git', '-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others',
                          '--exclude-standard'], cwd=top, capture_output=True, text=True) if (top / '.git').exists() else None
    listed = git.stdout.split('\0') if git and git.returncode == 0 else walk()
    paths = {pathlib.PurePosixPath(name) for name in listed if name and (top / name).is_file()}
    return sorted(str(path) for path in paths if not patterns or any(path.match(pattern) for pattern in patterns))


def read(path):
    return (top / path).read_text(encoding='utf-8')


def tap(results):
    """Prints pairs of (what was checked, what is wrong with it) in TAP; nothing checked is a failure."""
    results = list(results) or [('something to check', ['nothing was found'])]
    print(f'1..{len(results)}')
    for number, (name, complaints) in enumerate(results, 1):
        print('not ok' if complaints else 'ok', number, '-', name.replace('#', ''))
        for complaint in complaints:
            print('#', complaint)
