#!/usr/bin/python3
# test-looks.py - each page where it is narrow, large, dark, high in contrast, or the machine is big
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-looks.py SKEIN TASK HOUSES LOOK, within with-display. LOOK is one of the functions below; several may run at
# the same time. The pictures are kept in the folder SKEIN_ARTEFACTS, to be looked at; that nothing complains, and that
# no window grows beyond what it was given, is tested.

import contextlib
import ctypes
import os
import pathlib
import re
import subprocess
import sys
import time

from big_machine import BigMachine
from skein_ui import App, Atspi, Tests, act, end_with_parent, find, find_table, rows, seen, states, wait, write

SKEIN, TASK, HOUSES, LOOK = sys.argv[1:5]
PICTURES = pathlib.Path(os.environ.get('SKEIN_ARTEFACTS', 'screenshots'))
ENOUGH_S = 1  # to answer an action, on the biggest machine
LEAST_NICE = 19

# Numbers of names that every X server knows.
XA_RESOURCE_MANAGER, XA_STRING = 23, 31

# Its own, so that nobody else's are selected.
LOOKED_AT = f'looked at {os.getpid() % 1000}'
HOUSED = f'houses {os.getpid() % 1000}'

tests = Tests()


def take(app, name):
    PICTURES.mkdir(parents=True, exist_ok=True)
    app.screenshot(PICTURES / f'{name}.png')


def show(app, page):
    app.key({'Timeline': 'alt+1', 'Memory': 'alt+2', 'Processes': 'alt+3'}[page])
    wait(lambda: any('selected' in states(tab) for tab in [seen(app.window, 'page tab', page)] if tab), page)


def take_process(app, name):
    """The page of one process, by its name."""
    write(wait(lambda: seen(app.window, 'entry|text', 'Filter by text'), 'the filter'), LOOKED_AT)
    table = find_table(app.window, 'Processes')
    # As a tree, those above it could leave no room for it.
    act(seen(app.window, 'push button|toggle button', 'Tree'))
    wait(lambda: any(row['Name'] == LOOKED_AT for row in rows(table)), 'its row')
    time.sleep(1)
    act(next(row[None] for row in rows(table) if row['Name'] == LOOKED_AT), 'row.activate')
    wait(lambda: seen(app.window, 'push button', 'Back'), 'its page')
    time.sleep(1)
    take(app, f'{name}-process')


def take_all(name, size='1280x800', environment=None):
    """Both pages and that of one process; nothing may complain, nor the window grow."""
    pathlib.Path(os.environ['XDG_CONFIG_HOME'], 'glib-2.0/settings/keyfile').unlink(missing_ok=True)
    app = App(SKEIN, '--select', LOOKED_AT, '--page', 'timeline', '--size', size, environment=environment)
    too_big = []
    try:
        time.sleep(2.5)
        for page in 'Timeline', 'Processes':
            show(app, page)
            time.sleep(0.5)
            take(app, f'{name}-{page.lower()}')
            if app.geometry() != tuple(map(int, size.split('x'))):
                too_big.append(f'{page} makes the window {app.geometry()}, not {size}')
        take_process(app, name)
        app.close()
        assert not app.output(), app.output()
        assert not too_big, too_big
    finally:
        app.kill()


def take_memory(name, size='1280x800', environment=None):
    """Two houses and what joins them, drawn and as tables; and what there is where nothing is selected."""
    pathlib.Path(os.environ['XDG_CONFIG_HOME'], 'glib-2.0/settings/keyfile').unlink(missing_ok=True)
    app = App(SKEIN, '--select', f'{HOUSED}*', '--page', 'memory', '--size', size, environment=environment)
    try:
        wait(lambda: seen(app.window, 'list', 'Address spaces'), 'the houses', 10)
        time.sleep(5)
        take(app, f'{name}-memory')
        assert app.geometry() == tuple(map(int, size.split('x'))), f'{app.geometry()}, not {size}'
        act(find(seen(app.window, 'filler', 'Memory'), 'push button|toggle button', 'Show as table'))
        wait(lambda: find_table(app.window, 'Regions'), 'the table')
        time.sleep(1)
        take(app, f'{name}-memory-table')
        act(find(seen(app.window, 'filler', 'Memory'), 'push button|toggle button', 'Show as table'))
        act(wait(lambda: find(app.window, 'list', 'Memory of all processes'), 'all processes'), 'drawing.clear')
        time.sleep(1)
        take(app, f'{name}-memory-none')
        app.close()
        assert not app.output(), app.output()
    finally:
        app.kill()


def take_lab(name, size='1280x800', environment=None):
    """An experiment before it ran, and when it did; the menu of demos, and the strip."""
    pathlib.Path(os.environ['XDG_CONFIG_HOME'], 'glib-2.0/settings/keyfile').unlink(missing_ok=True)
    app = App(SKEIN, '--page', 'lab', '--size', size, environment=environment)
    try:
        wait(lambda: seen(app.window, 'spin button', 'Repeat'), 'the page')
        time.sleep(1)
        take(app, f'{name}-lab-none')
        Atspi.Value.set_current_value(seen(app.window, 'spin button', 'Repeat'), 2)
        act(seen(app.window, 'push button', 'Run All Modes'))
        wait(lambda: not seen(app.window, 'push button', 'Stop') and find_table(app.window, 'Measured'), 'what it shows', 40)
        time.sleep(1)
        take(app, f'{name}-lab')
        assert app.geometry() == tuple(map(int, size.split('x'))), f'{app.geometry()}, not {size}'
        app.key('ctrl+l')
        # One that hardly works, so that all windows that are looked at have something of the cores.
        act(wait(lambda: seen(find(app.window, 'push button', 'Launch'), 'push button', 'Waiting work'), 'the menu'))
        wait(lambda: seen(app.window, 'push button', re.compile('^Stop: ')), 'the strip')
        time.sleep(3)
        take(app, f'{name}-launched')
        assert app.geometry() == tuple(map(int, size.split('x'))), f'{app.geometry()}, not {size}'
        app.close()
        assert not app.output(), app.output()
    finally:
        app.kill()


@tests
def as_it_comes():
    take_all('normal')
    take_memory('normal')
    take_lab('normal')


@tests
def narrow():
    take_all('narrow', '640x600')
    take_memory('narrow', '640x600')
    take_lab('narrow', '640x600')


@tests
def least():
    take_all('least', '480x480')
    take_memory('least', '480x480')
    take_lab('least', '480x480')


@contextlib.contextmanager
def text_size(factor):
    """As it is set for the whole screen, for programs that start meanwhile."""
    x11 = ctypes.CDLL('libX11.so.6')
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    root = ctypes.c_ulong(x11.XDefaultRootWindow(display))
    resources = f'Xft.dpi:\t{96 * factor}\n'.encode()
    x11.XChangeProperty(display, root, XA_RESOURCE_MANAGER, XA_STRING, 8, 0, resources, len(resources))
    x11.XSync(display, 0)
    try:
        yield
    finally:
        x11.XDeleteProperty(display, root, XA_RESOURCE_MANAGER)
        x11.XCloseDisplay(display)


@tests
def large_text():
    with text_size(2):
        take_all('large-text', '1280x900')
        take_memory('large-text', '1280x900')
        take_lab('large-text', '1280x900')


@tests
def large_text_in_a_narrow_window():
    with text_size(2):
        take_all('large-text-narrow', '640x600')
        take_memory('large-text-narrow', '640x600')
        take_lab('large-text-narrow', '640x600')


@tests
def dark():
    take_all('dark', environment={'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'})
    take_memory('dark', environment={'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'})
    take_lab('dark', environment={'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'})


@tests
def high_contrast():
    take_all('high-contrast', environment={'ADW_DEBUG_HIGH_CONTRAST': '1'})
    take_memory('high-contrast', environment={'ADW_DEBUG_HIGH_CONTRAST': '1'})
    take_lab('high-contrast', environment={'ADW_DEBUG_HIGH_CONTRAST': '1'})


@tests
def right_to_left():
    # GTK takes the direction from its own translation, but only if the program has one too.
    folder = pathlib.Path(os.environ['XDG_RUNTIME_DIR'], 'locale')
    catalogue = folder / 'ar/LC_MESSAGES/skein.mo'
    catalogue.parent.mkdir(parents=True)
    subprocess.run(['msgfmt', '-o', catalogue, '-'], check=True,
                   input=b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n')
    take_all('right-to-left', environment={'LANGUAGE': 'ar', 'SKEIN_LOCALEDIR': str(folder)})
    take_memory('right-to-left', environment={'LANGUAGE': 'ar', 'SKEIN_LOCALEDIR': str(folder)})
    take_lab('right-to-left', environment={'LANGUAGE': 'ar', 'SKEIN_LOCALEDIR': str(folder)})


def look_at_big_machine(app):
    wait(lambda: seen(app.window, 'label', re.compile('200 cores · 500 processes, 10.?000 threads')), 'all of it', 15)
    time.sleep(5)
    for page in 'Timeline', 'Processes':
        start = time.monotonic()
        show(app, page)
        assert time.monotonic() - start < ENOUGH_S, f'{page} takes too long'
        time.sleep(1.5)
        take(app, f'big-machine-{page.lower()}')
    totals = seen(app.window, 'label', re.compile(r'process(es)? · '))
    write(seen(app.window, 'entry|text', 'Filter by text'), 'java')
    wait(lambda: totals.get_name().startswith('50 of'), 'what matches', ENOUGH_S)
    app.close()
    assert not app.output(), app.output()


@tests
def big_machine():
    with BigMachine(pathlib.Path(os.environ['XDG_RUNTIME_DIR'], 'proc')) as machine:
        app = App(SKEIN, '--proc', str(machine.folder), '--page', 'timeline')
        try:
            look_at_big_machine(app)
        finally:
            app.kill()


def make_way():
    """Who looks busy needs a core only when nobody else does."""
    os.nice(LEAST_NICE)
    end_with_parent()


def main():
    tests.functions = [function for function in tests.functions if function.__name__ == LOOK]
    assert tests.functions, LOOK
    with subprocess.Popen([TASK, LOOKED_AT, '*busy', 'worker 1', 'worker 2', 'reader'], stdout=subprocess.PIPE,
                          preexec_fn=make_way) as task:
        task.stdout.readline()
        try:
            with subprocess.Popen([HOUSES, HOUSED, '64', '+49', 'worker 1', 'worker 2', 'reader'], stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, text=True, preexec_fn=end_with_parent) as houses:
                houses.stdout.readline()
                houses.stdin.write('go\n')
                houses.stdin.flush()
                try:
                    return tests.run()
                finally:
                    houses.kill()
        finally:
            task.kill()


if __name__ == '__main__':
    sys.exit(main())
