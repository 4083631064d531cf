# programs.py - the programs under test, where every user can reach them
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import shutil

# Each with the programs that it calls, by where they are built.
CALLED = {'skein-cli': ['skein-render', os.path.join('..', 'workload', 'skein-workload')]}


def copy(folder, *programs):
    """Copies them into the folder, with what they call. Gives the paths of the copies."""
    for program in programs:
        for called in CALLED.get(os.path.basename(program), []):
            shutil.copy(os.path.join(os.path.dirname(program), called), folder)
    return [shutil.copy(program, folder) for program in programs]
