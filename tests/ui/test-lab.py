#!/usr/bin/python3
# test-lab.py - the Lab page and Launch, used as by somebody at the keyboard, read as by a screen reader
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-lab.py SKEIN [thorough|busy], within with-display. What takes long is run only where it is asked for; "busy" is
# what leaves the window little of the cores.

import csv
import json
import os
import pathlib
import re
import sys
import time

from skein_ui import (App, Atspi, Tests, act, actions, children, find, find_all, find_table, is_seen, lines, read, rows,
                      seen, states, wait, walk)

SKEIN = sys.argv[1]
FIGURE = re.compile(r'\d')
OWN = f'XDG_RUNTIME_DIR={os.environ["XDG_RUNTIME_DIR"]}'.encode()
FOLDER = pathlib.Path(os.environ['XDG_RUNTIME_DIR'], 'exports')

tests = Tests()


def own_workloads():
    """Processes of skein-workload that live, by what they were started as: they change their names. Others may run
    some at the same time, but none that were told of our directory."""
    found = []
    for folder in pathlib.Path('/proc').iterdir():
        if not folder.name.isdigit():
            continue
        try:
            program = os.readlink(folder / 'exe')
            is_own = OWN in (folder / 'environ').read_bytes().split(b'\0')
            ended = (folder / 'stat').read_bytes().rpartition(b')')[2].split()[0] in (b'Z', b'X')
        except OSError:
            continue
        if pathlib.Path(program).name == 'skein-workload' and is_own and not ended:
            found.append(int(folder.name))
    return found


def page(app):
    """None where another one is shown."""
    is_shown = any('selected' in states(tab) for tab in find_all(app.window, 'page tab', 'Lab') if is_seen(tab))
    return seen(app.window, 'filler', 'Lab') if is_shown else None


def go_to_lab(app):
    def arrives():
        # A menu that goes may take the key with it, and goes slowly where others have the cores.
        app.key('alt+4')
        return page(app)

    app.focus()
    wait(arrives, 'the page')


def button(app, name):
    return seen(app.window, 'push button|toggle button', name)


def choose(app, title):
    """An experiment, in the catalogue."""
    catalogue = wait(lambda: seen(app.window, 'list', 'Experiments'), 'the catalogue')
    titles = [row.get_name() for row in children(catalogue)]
    Atspi.Selection.select_child(catalogue, titles.index(title))
    wait(lambda: seen(page(app), 'label', title), title)


def set_number(app, name, value):
    spin = wait(lambda: seen(app.window, 'spin button', name), name)
    Atspi.Value.set_current_value(spin, value)
    wait(lambda: Atspi.Value.get_current_value(spin) == value, f'{name} {value}')


def run_all(app, seconds=40):
    act(button(app, 'Run All Modes'))
    wait(lambda: not button(app, 'Stop') and measured(app), 'it is done', seconds)


def run_one(app, mode, seconds=40):
    act(button(app, f'Run only “{mode}”'))
    wait(lambda: not button(app, 'Stop') and measured(app), 'it is done', seconds)


def measured(app):
    table = find_table(app.window, 'Measured')
    return rows(table) if table else []


def drawn(app):
    """The cards, as they are read: what is said of each mode."""
    return {node.get_name(): node.get_description() for node in find_all(page(app), 'image') if is_seen(node)}


@tests
def lab_opens_without_a_warning(app):
    go_to_lab(app)
    wait(lambda: seen(app.window, 'list', 'Experiments'), 'the catalogue')
    assert not app.output(), app.output()


@tests.of('thorough')
def before_the_first_run_it_says_what_each_mode_does(app):
    go_to_lab(app)
    choose(app, 'Concurrency or parallelism')
    cards = wait(lambda: drawn(app), 'the cards')
    assert 'One thread does all tasks in turn.' in cards['One after another'], cards
    assert not find_table(app.window, 'Measured')
    assert not seen(app.window, 'label', 'What this run shows')


@tests.of('thorough')
def everything_that_can_be_used_has_a_name(app):
    go_to_lab(app)
    for node in [*walk(page(app)), *walk(seen(app.window, 'list', 'Experiments'))]:
        if is_seen(node) and node.get_role_name() in ('push button', 'toggle button', 'spin button', 'combo box', 'list item'):
            assert node.get_name().strip(), f'a {node.get_role_name()} without a name'
            assert not re.match(r'^(Gtk|Adw|Skein)[A-Z]', node.get_name()), (node.get_name(), read(node.get_parent()))


def have_runs(app):
    """Two of each mode, of four tasks."""
    go_to_lab(app)
    choose(app, 'Concurrency or parallelism')
    if not find_table(app.window, 'Measured'):
        set_number(app, 'Tasks', 4)
        set_number(app, 'Work per task', 10)
        set_number(app, 'Repeat', 2)
        run_all(app)


@tests
def run_shows_lanes_a_table_and_what_it_shows(app):
    have_runs(app)
    found = wait(lambda: measured(app), 'the table')
    assert found[0]['Mode'] == 'One after another', found
    assert all(FIGURE.search(row['Wall time']) for row in found), found
    assert found[0]['Speed-up'] == '1.00', found

    finding = wait(lambda: seen(app.window, 'label', re.compile(r'concurrent|parallel|core')), 'what it shows')
    assert finding
    cards = drawn(app)
    assert '1.00 × (baseline)' in cards['One after another'], cards
    assert '✓' in cards['One after another'], cards
    assert re.search(r'core \d+: .*of the time', cards['One after another']), cards
    assert not own_workloads()
    assert not app.complaints(), app.complaints()


@tests.of('thorough')
def one_mode_alone_keeps_the_others(app):
    have_runs(app)
    before = measured(app)
    run_one(app, 'Concurrent, one core')
    after = wait(lambda: measured(app), 'the table')
    assert [row['Mode'] for row in after] == [row['Mode'] for row in before], after
    assert after[0]['Wall time'] == before[0]['Wall time'], (before, after)


@tests.of('thorough')
def each_of_the_runs_can_be_looked_at(app):
    have_runs(app)
    shown = wait(lambda: seen(page(app), 'combo box', 'Shown run'), 'the choice')
    before = drawn(app)
    app.focus()
    act(next(node for node in walk(shown) if 'click' in actions(node)))
    time.sleep(1)
    app.key('Down', 'Down', 'Return')
    wait(lambda: drawn(app).keys() == before.keys() and drawn(app) != before, 'run 2')


@tests.of('thorough')
def other_parameters_are_told(app):
    have_runs(app)
    assert not seen(page(app), 'label', re.compile('parameters are others now'))
    set_number(app, 'Tasks', 5)
    wait(lambda: seen(page(app), 'label', re.compile('parameters are others now')), 'that they are others')
    set_number(app, 'Tasks', 4)
    wait(lambda: not seen(page(app), 'label', re.compile('parameters are others now')), 'that they are the same')


def is_asked(app):
    """Where to keep it: GTK's dialog has no role that says that it is one."""
    return any(node.get_name() == 'Export' for node in children(app.root))


def export(app, item, path):
    act(next(node for node in find_all(page(app), 'push button|toggle button', 'Export') if 'click' in actions(node)))
    act(wait(lambda: seen(page(app), 'menu item', item), item))
    wait(lambda: is_asked(app), 'the dialog')
    app.focus(app.xids()[-1])
    time.sleep(0.5)
    app.key('ctrl+a')
    app.type(str(path))
    app.key('Return')
    wait(lambda: path.exists() and path.stat().st_size > 0, f'{path.name}')
    wait(lambda: not is_asked(app), 'the dialog is gone')
    app.focus()
    return path


@tests.of('thorough')
def what_came_out_can_be_kept(app):
    have_runs(app)
    FOLDER.mkdir(exist_ok=True)
    assert b'<svg' in export(app, re.compile('SVG'), FOLDER / 'picture.svg').read_bytes()
    table = list(csv.reader(export(app, re.compile('CSV'), FOLDER / 'table.csv').read_text().splitlines()))
    assert len(table) > 2, table


@tests.of('thorough')
def every_way_to_keep_it(app):
    FOLDER.mkdir(exist_ok=True)
    have_runs(app)
    assert export(app, re.compile('PNG'), FOLDER / 'picture.png').read_bytes().startswith(b'\x89PNG')
    assert export(app, re.compile('PDF'), FOLDER / 'page.pdf').read_bytes().startswith(b'%PDF')
    everything = json.loads(export(app, re.compile('JSON'), FOLDER / 'all.json').read_text())
    assert everything['experiment'] == 'parallel', everything.keys()


@tests
def stop_ends_it_and_leaves_nothing(app):
    choose(app, 'Concurrency or parallelism')
    set_number(app, 'Work per task', 2000)
    act(button(app, 'Run All Modes'))
    wait(own_workloads, 'it works')
    time.sleep(0.5)
    act(button(app, 'Stop'))
    wait(lambda: not button(app, 'Stop'), 'it has stopped')
    wait(lambda: not own_workloads(), 'nobody works any more')
    assert 'sensitive' in states(button(app, 'Run All Modes'))
    assert not app.complaints(), app.complaints()
    set_number(app, 'Work per task', 10)


def focus_by_tab(app, name):
    for _ in range(60):
        focused = app.focused()
        if focused and focused.get_name() == name:
            return
        app.key('shift+Tab')
    raise AssertionError(f'Tab does not reach {name}')


def has_focus(app, name):
    focused = app.focused()
    return focused and focused.get_name() == name


@tests.of('thorough')
def what_is_started_by_keyboard_is_stopped_by_keyboard(app):
    go_to_lab(app)
    choose(app, 'Concurrency or parallelism')
    set_number(app, 'Work per task', 2000)
    for start in 'Run All Modes', 'Run only “One after another”':
        focus_by_tab(app, start)
        app.key('space')
        wait(lambda: has_focus(app, 'Stop'), 'Stop has the focus', 10)
        app.key('space')
        wait(lambda: has_focus(app, start), 'who started it has the focus again', 10)
    assert not own_workloads()


@tests.of('thorough')
def live_lanes_grow(app):
    choose(app, 'Concurrency or parallelism')
    set_number(app, 'Tasks', 2)
    set_number(app, 'Work per task', 3000)
    set_number(app, 'Repeat', 1)
    act(button(app, 'Run only “Concurrent, one core”'))
    wait(lambda: 'running' in drawn(app)['Concurrent, one core'], 'it goes on')
    wait(lambda: re.search(r'core \d+: .*of the time', drawn(app)['Concurrent, one core']), 'its lanes')
    act(button(app, 'Stop'))
    wait(lambda: not own_workloads(), 'nobody works any more')
    set_number(app, 'Work per task', 10)


@tests.of('thorough')
def what_ran_is_found_in_the_live_views(app):
    go_to_lab(app)
    choose(app, 'Concurrency or parallelism')
    set_number(app, 'Tasks', 2)
    set_number(app, 'Work per task', 400)
    set_number(app, 'Repeat', 1)
    run_one(app, 'One after another')
    act(wait(lambda: button(app, 'See it in Timeline'), 'the link'))
    # First of all: it does not stay for long.
    act(wait(lambda: seen(app.window, 'push button', re.compile('^Back to the Lab')), 'the way back'))
    wait(lambda: page(app), 'the Lab')
    act(wait(lambda: button(app, 'See it in Timeline'), 'the link'))
    wait(lambda: seen(app.window, 'label', re.compile('^Cores$')), 'the timeline')
    wait(lambda: seen(app.window, 'label', re.compile('parallel')) or 'parallel' in read(app.window), 'its lanes')


def launch(app, title):
    app.focus()
    app.key('ctrl+l')
    act(wait(lambda: seen(find(app.window, 'push button', 'Launch'), 'push button', title), f'{title} in the menu'))
    # A key while the menu goes is nobody's.
    time.sleep(0.5)


@tests
def launch_starts_and_the_strip_stops(app):
    # One that hardly works: under a sanitizer the window has not enough of two cores beside six busy threads.
    launch(app, 'Waiting work')
    stop = wait(lambda: button(app, re.compile('^Stop: Waiting work')), 'the strip', 10)
    wait(own_workloads, 'it works')
    wait(lambda: seen(app.window, 'label', 'Cores'), 'the timeline')
    wait(lambda: seen(app.window, 'label', re.compile(r'^(waiting|1 process|\d+ processes)')), 'it is selected', 10)
    act(stop)
    wait(lambda: not own_workloads(), 'nobody works any more')
    wait(lambda: not button(app, re.compile('^Stop: ')), 'the strip is gone')
    assert not app.complaints(), app.complaints()


def sidebar_shows(app, name):
    """A row of it, whole: not one that is cut off or scrolled away."""
    table = next((table for table in find_all(app.window, 'tree table', 'Processes') if is_seen(table)), None)
    if table is None:
        return False
    below = table.get_extents(Atspi.CoordType.WINDOW)
    for line in lines(table):
        place = line.get_extents(Atspi.CoordType.WINDOW)
        if name in line.get_name() and below.y <= place.y and place.y + place.height <= below.y + below.height:
            return True
    return False


@tests.of('busy')
def who_works_comes_into_view_in_the_sidebar(app):
    # Too low for all processes, and ours are not the first.
    app.resize(1280, 420)
    launch(app, 'Preemptive or cooperative')
    stop = wait(lambda: button(app, re.compile('^Stop: Preemptive')), 'the strip', 10)
    wait(lambda: sidebar_shows(app, 'scheduler'), 'the process that works in the sidebar', 10)
    act(stop)
    app.resize(1280, 900)


@tests.of('busy')
def several_run_at_once_and_one_leads_to_the_lab(app):
    launch(app, 'Concurrency or parallelism')
    wait(lambda: button(app, re.compile('^Stop: Concurrency')), 'the first', 10)
    launch(app, 'Race condition')
    wait(lambda: button(app, re.compile('^Stop: Race')), 'the second', 10)
    assert len({pid for pid in own_workloads()}) >= 2
    act(wait(lambda: button(app, re.compile('^Compare its modes in the Lab: Race')), 'the way to its experiment'))
    wait(lambda: page(app) and seen(page(app), 'label', 'Race condition'), 'its experiment')
    act(wait(lambda: button(app, re.compile('^Stop: Race')), 'the second still'))
    act(wait(lambda: button(app, re.compile('^Stop: Concurrency')), 'the first still'))
    wait(lambda: not own_workloads(), 'nobody works any more')


@tests.of('busy')
def killed_leaves_nothing_running(app):
    launch(app, 'Concurrency or parallelism')
    wait(own_workloads, 'it works')
    go_to_lab(app)
    choose(app, 'Concurrency or parallelism')
    set_number(app, 'Work per task', 2000)
    act(button(app, 'Run All Modes'))
    wait(lambda: len(own_workloads()) >= 2, 'both work')
    app.kill()
    wait(lambda: not own_workloads(), 'nobody works any more')


@tests
def all_of_it_without_a_warning(app):
    assert not app.output(), app.output()


def main():
    tests.choose(sys.argv[2] if len(sys.argv) > 2 else 'quick')
    app = App(SKEIN, '--size', '1280x900')
    try:
        return tests.run(app)
    finally:
        app.kill()


if __name__ == '__main__':
    sys.exit(main())
