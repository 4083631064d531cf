#!/usr/bin/python3
# test-window.py - Skein's window, used as by somebody at the keyboard, read as by a screen reader
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-window.py SKEIN TASK HOUSES [thorough|content], within with-display; TASK and HOUSES are the programs of task.c
# and houses.c. What takes long is run only where it is asked for; "content" is what is shown of the processes that are
# looked at.

import os
import pathlib
import re
import signal
import subprocess
import sys
import threading
import time

from skein_ui import (App, Atspi, Tests, act, end_with_parent, find, find_table, is_seen, lines, read, rows, seen, states,
                      wait, walk, write)

SKEIN, TASK, HOUSES = sys.argv[1:4]
NOBODY = 65534
# Every letter of trouble: blanks, a bracket, a byte that is no UTF-8, a line feed.
ODD_NAME, ODD_NAME_SHOWN = b'od d)\xff\nname', 'od d)\\xff\\nname'
TOTALS = re.compile(r'\d process(es)? · ')
CLASS_NAME = re.compile(r'^(Gtk|Adw|Skein)[A-Z]')
# Whoever wants a core may have to wait for it.
BUSY = ('Running', 'Ready')
NOW_BLUE = bytes((63, 127, 219))  # as drawn on a light ground
BADGE = re.compile(r'(Exact|Own processes exact|Sampled)\b')
# What GTK itself puts there, and names no better.
NAMELESS = {'scroll pane'}

tests = Tests()


class Task:
    """A process with a name and named threads, that ends with us."""

    def __init__(self, name, *threads):
        self.process = subprocess.Popen([TASK, name, *threads], stdout=subprocess.PIPE, preexec_fn=end_with_parent)
        self.pid = self.process.pid
        assert self.process.stdout.readline() == b'ready\n'

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def letter(self):
        stat = pathlib.Path(f'/proc/{self.pid}/stat').read_bytes()
        return stat.rpartition(b')')[2].split()[0].decode()

    def has_ended(self):
        return self.process.poll() is not None


def selected_page(app):
    return next((tab.get_name() for tab in walk(app.window)
                 if tab.get_role_name() == 'page tab' and is_seen(tab) and 'selected' in states(tab)), None)


def go_to(app, page):
    app.focus()
    app.key({'Timeline': 'alt+1', 'Memory': 'alt+2', 'Processes': 'alt+3'}[page])
    wait(lambda: selected_page(app) == page, f'page {page}')


def filter_processes(app, text):
    go_to(app, 'Processes')
    if back := seen(app.window, 'push button', 'Back'):
        act(back)
    entry = wait(lambda: seen(app.window, 'entry|text', 'Filter by text'), 'the filter')
    write(entry, text)


def process_rows(app):
    table = find_table(app.window, 'Processes')
    return rows(table) if table else []


def find_row(app, **wanted):
    return next((row for row in process_rows(app) if all(row.get(title) == text for title, text in wanted.items())), None)


def totals(app):
    label = seen(app.window, 'label', TOTALS)
    return label.get_name().replace(',', '') if label else ''


def settled_line(app, pid):
    """The line of a process, once it stays where it is: lines are used for other rows again."""
    places = []
    for _ in range(2):
        table = find_table(app.window, 'Processes')
        places.append([(number, row[None]) for number, row in enumerate(rows(table)) if row['PID'] == str(pid)])
        time.sleep(0.25)
    before, after = places
    return after[0][1] if before and after and before[0][0] == after[0][0] else None


def open_process(app, filter_text, pid):
    filter_processes(app, filter_text)
    act(wait(lambda: settled_line(app, pid), f'row of process {pid}'), 'row.activate')
    wait(lambda: seen(app.window, 'label', f'Process {pid}'), 'its page')


def button(app, name):
    """Its name has its mnemonic too."""
    return seen(app.window, 'push button', re.compile(rf'\b{name}$'))


def has_dialog(app, *words):
    return any(all(word in read(dialog) for word in words) for dialog in app.dialogs())


def open_and_close(app, *keys, words):
    app.focus()
    app.key(*keys)
    wait(lambda: has_dialog(app, *words), f'{words} after {keys}')
    assert not app.complaints(), app.complaints()
    app.focus(app.xids()[-1])
    app.key('Escape')
    wait(lambda: not has_dialog(app, *words), f'{words} gone after Escape')
    app.focus()


@tests
def window_opens_without_a_warning(app):
    wait(lambda: 'processes' in read(app.window), 'the status bar', 10)
    time.sleep(1)
    assert not app.output(), app.output()


def check_first_focus(app, roles, name):
    """Not Launch, which Space opens."""
    focused = wait(app.focused, 'somebody has the focus')
    assert focused.get_role_name() in roles and name in focused.get_name(), (
        focused.get_role_name(), focused.get_name())


@tests
def first_focus_is_on_the_page(app):
    check_first_focus(app, ('list item',), 'Timeline')


@tests
def each_page_is_reached_by_keyboard(app):
    for keys, page in (('alt+4', 'Lab'), ('alt+3', 'Processes'), ('alt+2', 'Memory'), ('alt+1', 'Timeline'),
                       ('ctrl+Next', 'Memory'), ('ctrl+Next', 'Processes'), ('ctrl+Next', 'Lab'), ('ctrl+Next', 'Timeline'),
                       ('ctrl+Prior', 'Lab'), ('ctrl+Prior', 'Processes'), ('ctrl+Prior', 'Memory'),
                       ('ctrl+Prior', 'Timeline')):
        app.key(keys)
        wait(lambda: selected_page(app) == page, f'{page} after {keys}', 3)


def names_by_tab(app, key='Tab', most=60):
    """What has the focus, one after the other, until it goes round."""
    names = []
    for _ in range(most):
        app.key(key)
        time.sleep(0.05)
        focused = wait(app.focused, f'something focused after {names[-1:]}')
        label = (focused.get_role_name(), focused.get_name())
        if names and label == names[0]:
            break
        names.append(label)
    return names


@tests.of('thorough')
def tab_reaches_everything_and_all_has_a_name(app):
    for page, wanted in (('Timeline', {'Search processes and threads', 'Zoom in', 'Main menu'}),
                         ('Memory', {'Search processes and threads', 'Show as table', 'Main menu'}),
                         ('Processes', {'Search processes and threads', 'Filter by text', 'Kernel', 'Tree', 'Columns'})):
        go_to(app, page)
        names = names_by_tab(app)
        print(f'# {page}:', ' > '.join(name for _, name in names))
        for key, reached in ('Tab', names), ('shift+Tab', names_by_tab(app, 'shift+Tab')):
            missing = wanted - {name for _, name in reached}
            assert not missing, f'{key} does not reach {missing} on {page}, only {reached}'
        if page == 'Timeline':
            assert any(name.startswith('Timeline') for _, name in names), names
            assert any(BADGE.match(name) for _, name in names), names
        bad = [label for label in names
               if label[0] not in NAMELESS and (not label[1] or CLASS_NAME.match(label[1]) or label[1].startswith('_'))]
        assert not bad, f'without a name for a screen reader on {page}: {bad}'


@tests.of('thorough')
def dialogs_open_and_close_by_keyboard(app):
    open_and_close(app, 'ctrl+comma', words=['Reading', 'Memory for history'])
    open_and_close(app, 'ctrl+question', words=['Pause or go on'])
    app.key('F10')
    wait(lambda: seen(app.window, 'menu item', 'About Skein'), 'the menu')
    app.key('Escape')
    wait(lambda: not seen(app.window, 'menu item', 'About Skein'), 'no menu')
    app.key('F10')
    wait(lambda: seen(app.window, 'menu item', 'About Skein'), 'the menu')
    open_and_close(app, 'Down', 'Down', 'Return', words=['The Skein Authors'])


@tests
def process_appears_and_disappears_within_two_seconds(app):
    filter_processes(app, 'od d')
    wait(lambda: totals(app).startswith('0 of'), 'nothing matches')
    with Task(ODD_NAME, '*spins', 'first', 'second', 'third') as task:
        wait(lambda: find_row(app, Name=ODD_NAME_SHOWN), 'its row', 2)
        row = wait(lambda: any(find_row(app, PID=str(task.pid), Threads='5', State=state) for state in BUSY)
                   and find_row(app, Name=ODD_NAME_SHOWN), 'its number, threads and state', 2)
        assert TASK in row['Command'], row
    wait(lambda: not find_row(app, Name=ODD_NAME_SHOWN), 'its row gone', 2)


@tests
def search_finds_it_by_its_name_and_by_a_thread(app):
    def found():
        return any(matching(row) for row in sidebar_rows())

    def sidebar_rows():
        return [row.get_name() for row in lines(seen(seen(app.window, 'filler', 'Processes'), 'tree table'))]

    def matching(name):
        return name.startswith('needle')

    with Task('needle', 'inHaystack', 'other'), Task('other needle', 'x'):
        app.focus()
        app.key('ctrl+f')
        wait(lambda: app.focused() and app.focused().get_name() == 'Search processes and threads', 'focus in the search')
        app.type('needle')
        wait(found, 'the process by its name', 3)
        app.key('ctrl+a')
        app.type('inHaystack')
        wait(lambda: found() and not any('other needle' in row for row in sidebar_rows()),
             'the process by its thread', 3)
        app.key('Return')
        wait(lambda: seen(app.window, 'label', 'needle'), 'the inspector shows it')
        app.key('ctrl+a', 'BackSpace')


@tests
def its_page_shows_its_threads(app):
    with Task('has pages', '*busy', 'thread b', b'odd \xfe') as task:
        open_process(app, 'has pages', task.pid)
        table = wait(lambda: find_table(app.window, 'Threads'), 'the table of threads')
        wait(lambda: len(rows(table)) == 4, 'four threads', 3)
        by_name = wait(lambda: {row['Thread']: row for row in rows(table) if row['Waits for'] or row['State'] in BUSY},
                       'what they wait for', 3)
        assert set(by_name) == {'has pages', '*busy', 'thread b', 'odd \\xfe'}, by_name.keys()
        assert by_name['has pages']['TID'] == str(task.pid), by_name
        busy = wait(lambda: next((row for row in rows(table) if row['Thread'] == '*busy' and row['State'] in BUSY
                                  and not re.match(r'0(\.0+)?\b', row['Running'])), None), 'one that runs', 4)
        assert busy['Allowed cores'], busy
        wait(lambda: next(row for row in rows(table) if row['Thread'] == 'thread b')['State'] == 'Waiting', 'one that waits')
        wait(lambda: 'signal' in next(row for row in rows(table) if row['Thread'] == 'thread b')['Waits for'],
             'what it waits for', 3)


@tests.of('thorough')
def stop_continue_and_end_work_and_show(app):
    with Task('stop me', '*busy') as task:
        open_process(app, 'stop me', task.pid)
        act(wait(lambda: button(app, 'Stop'), 'the button'))
        wait(lambda: task.letter() == 'T', 'it is stopped', 3)
        wait(lambda: seen(app.window, 'label', 'Suspended'), 'it says so', 3)
        table = find_table(app.window, 'Threads')
        wait(lambda: {row['State'] for row in rows(table)} == {'Suspended'}, 'each thread says so', 3)
        act(button(app, 'Continue'))
        wait(lambda: task.letter() != 'T', 'it goes on', 3)
        wait(lambda: {row['State'] for row in rows(table)} & set(BUSY), 'it says so', 3)
        act(button(app, 'End'))
        wait(task.has_ended, 'it has ended', 3)
        assert task.process.returncode == -signal.SIGTERM
        wait(lambda: seen(app.window, 'label', re.compile('^Ended at')), 'its page says so', 3)
    app.focus()
    app.key('Escape')
    wait(lambda: find_table(app.window, 'Processes'), 'back to all processes')


@tests.of('thorough')
def menu_of_a_row_works_by_keyboard(app):
    with Task('menu me') as task:
        filter_processes(app, 'menu me')
        row = wait(lambda: find_row(app, Name='menu me'), 'its row')
        app.focus()
        act(row[None], 'row.select')
        for _ in range(30):
            if (app.focused() or app.window).get_role_name() == 'table row' and find_table(app.window, 'Processes'):
                break
            app.key('Tab')
        app.key('shift+F10')
        wait(lambda: seen(app.window, 'menu item', 'Kill…'), 'its menu')
        app.key('s')
        wait(lambda: task.letter() == 'T', 'stopped from the menu', 3)
        app.key('shift+F10')
        wait(lambda: seen(app.window, 'menu item', 'Kill…'), 'its menu')
        app.key('k')
        wait(lambda: has_dialog(app, 'Kill menu me?'), 'a question first')
        assert not task.has_ended()
        app.focus(app.xids()[-1])
        app.key('alt+k')
        wait(task.has_ended, 'killed', 3)
        app.focus()


@tests.of('content')
def actions_of_what_is_selected_are_in_sight(app):
    """For whoever does not think of a second mouse button."""
    with Task('act on me') as task:
        filter_processes(app, 'act on me')
        app.focus()
        act(wait(lambda: settled_line(app, task.pid), 'its row'), 'row.select')
        wait(lambda: seen(app.window, 'label', 'act on me'), 'it is selected')
        act(wait(lambda: seen(app.window, 'push button|toggle button', 'Actions'), 'the button'))
        wait(lambda: seen(app.window, 'menu item', 'Kill…'), 'its menu')
        app.key('s')
        wait(lambda: task.letter() == 'T', 'stopped from the menu', 3)


def check_other_user(app):
    """What belongs to somebody else says so, before anything is tried."""
    name = pathlib.Path('/proc/1/comm').read_text().rstrip()
    open_process(app, name, 1)
    wait(lambda: seen(app.window, 'label', re.compile('^Belongs to root')), 'it says why')
    for verb in 'Stop', 'Continue', 'End':
        assert 'sensitive' not in states(button(app, verb)), f'{verb} could be tried'


@tests.of('thorough')
def not_allowed_says_so_before_it_is_tried(app):
    if os.getuid() != 0:
        check_other_user(app)
        return None
    if os.stat('/proc/1').st_uid != 0:
        return 'process 1 belongs to somebody else'
    as_nobody = ['setpriv', f'--reuid={NOBODY}', f'--regid={NOBODY}', '--clear-groups']
    here = pathlib.Path(__file__).resolve()
    if subprocess.run([*as_nobody, 'test', '-r', here, '-a', '-x', SKEIN]).returncode != 0:
        return 'the build is not open to other users'
    inner = subprocess.run([*as_nobody, here.parent / 'with-display', sys.executable, '-B', here, SKEIN, TASK, HOUSES, 'other-user'],
                           capture_output=True, text=True)
    assert inner.returncode == 0, inner.stdout + inner.stderr
    return None


def focus_timeline(app):
    go_to(app, 'Timeline')
    for _ in range(60):
        focused = app.focused()
        if focused and focused.get_role_name() == 'list item' and 'Processes' not in focused.get_name():
            return
        app.key('Tab')
    raise AssertionError('Tab does not reach the timeline')


@tests.of('thorough')
def space_pauses_and_goes_on(app):
    def kept():
        return seen(app.window, 'label', re.compile(' kept · ')).get_name()

    def stands_still():
        before = kept()
        time.sleep(1.2)
        return kept() == before

    focus_timeline(app)
    app.key('space')
    wait(lambda: seen(app.window, 'label', 'paused'), 'it says that it is paused')
    wait(stands_still, 'it stands still')
    # What it costs is told of the time in which it rests, too, and not of the moment in which it was paused.
    # To look for the words costs it more than to rest: they are found first.
    own = seen(app.window, 'label', re.compile('^Skein itself: '))
    time.sleep(6)
    assert float(re.match(r'Skein itself: ([\d.]+)', own.get_name()).group(1)) < 3, own.get_name()
    app.key('space')
    wait(lambda: not seen(app.window, 'label', 'paused'), 'it goes on')
    wait(lambda: not stands_still(), 'history grows')


@tests.of('thorough')
def badge_says_how_exact_it_is_and_why(app):
    def badge():
        return BADGE.match(seen(app.window, 'label', BADGE).get_name()).group(1)

    focus_timeline(app)
    before = badge()
    app.key('space')
    wait(lambda: badge() == 'Sampled', 'nothing is recorded in a pause')
    act(seen(app.window, 'push button', BADGE) or seen(app.window, 'toggle button', BADGE))
    wait(lambda: seen(app.root, 'label', re.compile('While Skein is paused, nothing is read')), 'the reason')
    app.key('Escape')
    focus_timeline(app)
    app.key('space')
    wait(lambda: badge() == before, 'it goes on')


@tests.of('thorough')
def keyboard_cursor_tells_what_is_below_it(app):
    focus_timeline(app)
    app.key('Up', 'Up', 'Up', 'Up')
    first = wait(lambda: app.focused().get_name(), 'words')
    assert 'core' in first.lower(), first
    heard = {first}
    for keys in ('Down',), ('Down', 'Down'), ('Left',), ('Left', 'Left'):
        app.key(*keys)
        time.sleep(0.2)
        heard.add(app.focused().get_name())
    assert len(heard) >= 4, heard


def choose(app, name):
    """By the search of the sidebar."""
    app.focus()
    app.key('ctrl+f')
    wait(lambda: app.focused() and app.focused().get_name() == 'Search processes and threads', 'focus in the search')
    app.key('ctrl+a')
    app.type(name)
    wait(lambda: any(row.get_name().startswith(name)
                     for row in lines(seen(seen(app.window, 'filler', 'Processes'), 'tree table'))), 'it is found')
    app.key('Return')
    wait(lambda: seen(app.window, 'label', name), 'the inspector shows it')
    app.key('ctrl+f')
    wait(lambda: app.focused() and app.focused().get_name() == 'Search processes and threads', 'focus in the search')
    app.key('ctrl+a', 'BackSpace')


def hear_of(app, name, words):
    """Moves the cursor from lane to lane until it is on that thread, and hears the words of it."""
    def heard():
        return app.focused().get_name()

    def heard_words():
        app.key('Left', 'Right')
        return words in heard()

    focus_timeline(app)
    # The cursor was put where something else was looked at: it comes anew, at what is newest.
    app.key('Escape')
    for _ in range(20):
        app.key('Down')
        if wait(heard, 'words').startswith(name):
            break
    wait(heard_words, f'“{words}” of {name}; the last was “{heard()}”')


@tests.of('content')
def enter_takes_what_was_typed_however_fast(app):
    """The entry looks for it a moment later, when nothing more comes."""
    with Task('fast enter'):
        time.sleep(1)  # It is known by now, and no line of the sidebar is waited for that may be out of sight.
        for text in 'fast e', 'fast en', 'fast ent':
            app.focus()
            app.key('ctrl+f', 'ctrl+a', 'BackSpace')
            time.sleep(0.5)
            app.type(text)
            app.key('Return')
            wait(lambda: seen(app.window, 'label', 'fast enter'), f'{text}: the inspector is about it, and no other', 2)
        app.key('ctrl+f', 'ctrl+a', 'BackSpace')


@tests.of('content')
def lanes_and_their_table_say_the_same(app):
    """Of threads that want a core, and of one that waits, and for what."""
    def told():
        return {row['Thread']: row['States'] for row in rows(find_table(app.window, 'Threads of the timeline'))}

    with Task('several', '*busy', '*too', 'rests'):
        go_to(app, 'Timeline')
        choose(app, 'several')
        switch = wait(lambda: seen(app.window, name='Show as table'), 'the switch')
        act(switch)
        wait(lambda: find_table(app.window, 'Threads of the timeline'), 'the table')
        wait(lambda: set(told()) == {'several', '*busy', '*too', 'rests'}, 'all its threads')
        wait(lambda: all(re.match('(Running|Ready) [1-9]', told()[name]) for name in ('*busy', '*too')), 'they want a core')
        wait(lambda: re.match('Waiting (9[0-9]|100)', told()['rests']), 'it waits')
        act(switch)
        hear_of(app, 'rests', 'aiting for a signal')


@tests.of('content')
def lanes_are_those_of_the_time_that_is_shown(app):
    """Who looks back to before a process began sees none of its threads."""
    def heard():
        app.key('Escape')
        names = set()
        for _ in range(8):
            app.key('Down')
            names.add(wait(lambda: app.focused().get_name(), 'words').split(',')[0].split(':')[0])
        return names

    with Task('newcomer', 'rests'):
        go_to(app, 'Timeline')
        choose(app, 'newcomer')
        focus_timeline(app)
        wait(lambda: any(name.startswith('rests') for name in heard()), 'its lane')
        # Two seconds are shown, of some fifteen before.
        app.key(*6 * ['w'], *40 * ['a'])
        wait(lambda: seen(app.window, 'push button', 'Back to now'), 'the past')
        wait(lambda: not any(name.startswith(('rests', 'newcomer')) for name in heard()), 'no lane of it')
        app.key('End', *6 * ['s'])


@tests.of('content')
def memory_is_the_share_where_no_page_of_memory_is_shown(app):
    """The inspector of the timeline, and what Skein itself takes: not what is resident, which says ≤."""
    with Task('shares'):
        go_to(app, 'Timeline')
        choose(app, 'shares')
        wait(lambda: re.search(r'\bMemory \d', read(app.window)), 'its share', 10)
        wait(lambda: re.search(r'Skein itself: [^·]*· \d', read(app.window)), 'our own', 10)


def blues(path):
    """Of each column of a picture, the rows that have the blue of what runs and of now."""
    width, height = map(int, subprocess.run(['identify', '-format', '%w %h', path], capture_output=True, check=True,
                                            text=True).stdout.split())
    pixels = subprocess.run(['convert', path, '-depth', '8', 'rgb:-'], capture_output=True, check=True).stdout
    rows_of = [[] for _ in range(width)]
    for place in re.finditer(re.escape(NOW_BLUE), pixels):
        if place.start() % 3 == 0:
            rows_of[place.start() // 3 % width].append(place.start() // 3 // width)
    return rows_of


@tests.of('content')
def line_of_now_does_not_cross_the_words(app):
    """Of something that rests, so that little else is blue: it goes through the cores, the lanes and “at once”."""
    def gaps():
        app.screenshot(picture)
        columns = [[row for row in rows if view.y <= row < view.y + view.height] for rows in blues(picture)]
        line = max((rows for rows in columns[view.x:view.x + view.width] if rows), key=lambda rows: rows[-1] - rows[0])
        return [after - before for before, after in zip(line, line[1:]) if after - before > 10]

    with Task('now and then'):
        go_to(app, 'Timeline')
        choose(app, 'now and then')
        view = seen(app.window, 'list', re.compile('^Timeline')).get_extents(Atspi.CoordType.WINDOW)
        picture = pathlib.Path(os.environ['XDG_CONFIG_HOME'], 'now.png')
        wait(lambda: len(gaps()) == 2, 'a line in three parts')


@tests.of('thorough')
def range_changes_the_inspector(app):
    go_to(app, 'Timeline')
    view = seen(app.window, 'list', re.compile('^Timeline'))
    wait(lambda: seen(app.window, 'label', re.compile('^in the .* shown$')), 'all that is shown')
    app.drag(view, (0.3, 0.6), (0.35, 0.6), (0.4, 0.6), (0.5, 0.6))
    wait(lambda: seen(app.window, 'label', re.compile('^in the .* selected$')), 'the range')
    focus_timeline(app)
    app.key('Escape')
    wait(lambda: seen(app.window, 'label', re.compile('^in the .* shown$')), 'no range')
    app.key('Left')
    app.key('shift+Left', 'shift+Left')
    wait(lambda: seen(app.window, 'label', re.compile('^in the .* selected$')), 'the range, by keyboard')
    app.key('Escape')
    wait(lambda: seen(app.window, 'label', re.compile('^in the .* shown$')), 'no range any more')
    app.key('End')


class Houses:
    """Two processes, parent and child, with a heap of 16 MiB from before their fork, and a memfd."""

    def __init__(self, name, percent, *threads):
        self.process = subprocess.Popen([HOUSES, name, '16', percent, *threads], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, preexec_fn=end_with_parent)
        self.pid = self.process.pid
        self.child = int(self.process.stdout.readline().split()[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def write(self):
        self.process.stdin.write('go\n')
        self.process.stdin.flush()


def select_in_sidebar(app, text):
    """All that match, by keyboard alone."""
    app.focus()
    app.key('ctrl+f')
    wait(lambda: app.focused() and app.focused().get_name() == 'Search processes and threads', 'focus in the search')
    app.key('ctrl+a')
    app.type(text)
    time.sleep(0.5)
    app.key('Return')
    wait(lambda: seen(app.window, 'label', re.compile('^of ' + re.escape(text))), f'the inspector is about {text}', 10)


def show_memory_as_table(app, as_table):
    page = wait(lambda: seen(app.window, 'filler', 'Memory'), 'the page')
    toggle = find(page, 'push button|toggle button', 'Show as table')
    if ('pressed' in states(toggle)) != as_table:
        act(toggle)
    wait(lambda: ('pressed' in states(toggle)) == as_table, 'the same as a table' if as_table else 'houses')


def regions(app):
    table = find_table(app.window, 'Regions')
    return rows(table) if table else []


def region(app, what, pid):
    return next((row for row in regions(app) if row['Region'] == what and row['PID'] == str(pid)), None)


def bytes_of(text):
    number, unit = text.replace('\xa0', ' ').split()
    return float(number) * {'B': 1, 'bytes': 1, 'byte': 1, 'kB': 1e3, 'MB': 1e6, 'GB': 1e9}[unit]


@tests
def memory_says_what_to_do_where_nothing_is_selected(app):
    go_to(app, 'Memory')
    if not seen(app.window, 'label', 'No process is selected'):
        app.focus()
        bars = wait(lambda: seen(app.window, 'list', 'Memory of all processes'), 'all processes')
        act(bars, 'drawing.clear')
    wait(lambda: seen(app.window, 'label', 'No process is selected'), 'it says so')
    assert seen(app.window, 'label', re.compile('Select one in the sidebar')), 'and what to do'
    wait(lambda: 'Memory' in read(app.window), 'the machine')


@tests.of('content')
def memory_shows_regions_by_name_and_in_figures(app):
    with Houses('two houses', '+0', 'first', 'second') as houses:
        go_to(app, 'Memory')
        select_in_sidebar(app, 'two houses')
        show_memory_as_table(app, True)
        heap = wait(lambda: (row := region(app, 'Heap', houses.pid)) and row['Its own'] and row, 'its heap', 8)
        assert abs(bytes_of(heap['Size']) - (16 << 20)) < 1e6, heap
        assert heap['Access'].startswith('read, write'), heap
        wait(lambda: {'Stack of first', 'Stack of second'} <= {row['Region'] for row in regions(app)},
             f'stacks by name, not {[row["Region"] for row in regions(app)]}', 8)
        act(region(app, 'Stack of first', houses.pid)[None], 'row.select')
        wait(lambda: seen(app.window, 'label', 'Stack of first'), 'the inspector is about it')
        assert 'first' in read(app.window)
        show_memory_as_table(app, False)


@tests.of('content')
def bridges_are_shown_and_told(app):
    with Houses('two ends', '+50') as houses:
        go_to(app, 'Memory')
        select_in_sidebar(app, 'two ends')
        show_memory_as_table(app, True)
        wait(lambda: region(app, 'Heap', houses.pid), 'the parent', 8)
        wait(lambda: find_table(app.window, 'Memory of all processes'), 'all processes as a table')
        # Only what is in view has rows: the largest come first.
        act(find(find_table(app.window, 'Regions'), 'push button|column header', 'Size'), 'column.sort')
        # The child is below its parent.
        app.focus()
        app.key('ctrl+f', 'Return', 'shift+Down')
        shared = wait(lambda: (row := region(app, 'Shared memory two ends', houses.child)) and row['Shared with'] and row,
                      'the bridge', 8)
        assert shared['Shared with'] == str(houses.pid), shared
        assert 'shared' in shared['Access'] and 'write' in shared['Access'], shared
        assert abs(bytes_of(shared['Size']) - (4 << 20)) < 1e5, shared
        heap = wait(lambda: (row := region(app, 'Heap', houses.child)) and row['Shared with'] and row, 'the fork', 8)
        assert bytes_of(heap['Shared']) > 15e6, heap
        houses.write()
        half = wait(lambda: (row := region(app, 'Heap', houses.child)) and 7e6 < bytes_of(row['Its own']) < 10e6 and row,
                    'half of it copied', 15)
        assert 7e6 < bytes_of(half['Shared']) < 10e6, half
        # Its pages are read ten times a second.
        act(region(app, 'Heap', houses.child)[None], 'row.select')
        wait(lambda: seen(app.window, 'label', re.compile(f'^Pages: Heap of two ends .{houses.child}.:')), 'its pages')
        show_memory_as_table(app, False)
        view = wait(lambda: seen(app.window, 'list', 'Address spaces'), 'the houses')
        wait(lambda: '2 processes' in view.get_description(), 'that there are two')
        # However often the picture changes meanwhile: the head of the first house, then nothing that has words.
        app.point(view, 0.02, 0.02)
        wait(lambda: len(app.xids()) > 1, 'a tooltip', 8)
        app.point(app.window, 0.5, 0.999)
        wait(lambda: len(app.xids()) == 1, 'no tooltip', 8)
        act(view, 'drawing.first')
        first = wait(lambda: (focused := app.focused()) and focused.get_role_name() == 'list item' and focused.get_name(),
                     'the first floor')
        app.key('Down', 'Down')
        wait(lambda: app.focused().get_name() != first, 'another one')
        assert 'two ends' in app.focused().get_name(), app.focused().get_name()
        app.key('ctrl+f', 'ctrl+a', 'BackSpace')


@tests.of('content')
def memory_of_processes_is_their_share(app):
    def both():
        return [row for row in process_rows(app) if row['Name'] == 'sharers']

    with Houses('sharers', '+0') as houses:
        filter_processes(app, 'sharers')
        row = wait(lambda: (row := find_row(app, PID=str(houses.pid))) and not row['Memory'].startswith('≤') and row,
                   'its share was read', 10)
        # Of the 20 MiB that the two have in common, each has its half.
        assert 9e6 < bytes_of(row['Memory']) < 18e6, row
        wait(lambda: not any(row['Memory'].startswith('≤') for row in both()), 'of both', 10)
        total = totals(app).rpartition('memory ')[2]
        each = [bytes_of(row['Memory']) for row in both()]
        assert abs(bytes_of(total) - sum(each)) < 0.02 * sum(each), (total, each)


@tests
def what_is_looked_for_first_is_in_view(app):
    """At the size that the window has when it is opened first, with the sidebar and the inspector beside the table."""
    filter_processes(app, '')
    app.resize(1280, 800)
    table = wait(lambda: find_table(app.window, 'Processes'), 'the table')

    def right_end(node):
        place = node.get_extents(Atspi.CoordType.WINDOW)
        return place.x + place.width

    for title in 'Name', 'PID', 'CPU of a core', 'Memory', 'State':
        head = find(table, 'push button|column header', title)
        wait(lambda head=head: right_end(head) <= right_end(table.get_parent()), f'{title} in view')


@tests.of('content')
def nobody_is_lost_while_hundreds_come_and_go(app):
    tasks = [Task(f'stays {number}') for number in range(30)]
    filter_processes(app, 'stays ')
    wait(lambda: totals(app).startswith('30 of'), 'all that stay')
    label = seen(app.window, 'label', TOTALS)
    storm = threading.Thread(target=lambda: [subprocess.run(['true']) for _ in range(500)])
    storm.start()
    n_looks = 0
    while storm.is_alive():
        assert label.get_name().startswith('30 of'), label.get_name()
        n_looks += 1
        time.sleep(0.02)
    assert n_looks > 10
    write(seen(app.window, 'entry|text', 'Filter by text'), '')
    kernel = button(app, 'Kernel')
    act(kernel)
    # What comes and goes while we count is on one side only: it must agree at some moment.
    wait(lambda: totals(app).startswith(f'{len(list(pathlib.Path("/proc").glob("[0-9]*")))} process'),
         f'as many processes as in /proc, not {totals(app)}', 10)
    act(kernel)
    for task in tasks:
        task.__exit__()


@tests
def window_state_is_kept(app):
    go_to(app, 'Processes')
    app.resize(1100, 700)
    app.key('F9')
    sidebar = wait(lambda: find(app.window, 'push button|toggle button', 'Sidebar'), 'the button')
    wait(lambda: 'pressed' not in states(sidebar), 'the sidebar is hidden')
    assert app.close() == 0, app.output()
    again = App(SKEIN)
    wait(lambda: again.geometry() == (1100, 700), f'the same size, not {again.geometry()}')
    assert selected_page(again) == 'Processes'
    check_first_focus(again, ('grouping', 'table row'), '')
    assert 'pressed' not in states(find(again.window, 'push button|toggle button', 'Sidebar'))
    assert again.close() == 0
    assert not again.output(), again.output()


@tests.of('thorough')
def first_focus_is_on_any_page(app):
    """At the end: a second one would only tell the first to show itself."""
    assert app.close() == 0, app.output()
    for page, roles, name in (('memory', ('list item',), 'Memory of all'), ('lab', ('spin button',), 'Tasks')):
        another = App(SKEIN, '--page', page)
        try:
            check_first_focus(another, roles, name)
            assert another.close() == 0 and not another.output(), another.output()
        finally:
            another.kill()


@tests
def all_of_it_without_a_warning(app):
    assert not app.output(), app.output()


def main():
    app = App(SKEIN)
    if sys.argv[4:] == ['other-user']:
        check_other_user(app)
        return 0
    tests.choose(sys.argv[4] if len(sys.argv) > 4 else 'quick')
    try:
        return tests.run(app)
    finally:
        app.kill()


if __name__ == '__main__':
    sys.exit(main())
