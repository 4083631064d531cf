# skein_ui.py - a window of Skein, found, read and used through the accessibility tree
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# For programs that run within with-display. Names are those of the C locale: what a screen reader
# would say. Keys go through the X server, as from a keyboard.

import ctypes
import os
import pathlib
import re
import signal
import subprocess
import sys
import time
import traceback

try:
    import gi
    gi.require_version('Atspi', '2.0')
    from gi.repository import Atspi, GLib
except (ImportError, ValueError) as problem:
    print(f'1..0 # SKIP the accessibility tree cannot be read: {problem}')
    sys.exit(0)

PR_SET_PDEATHSIG = 1
FOCUS_LEVELS = 4  # how far up from where it was it is looked for before all else
libc = ctypes.CDLL(None)
BAD_LINE = re.compile(r'WARNING|CRITICAL|ERROR \*\*|Sanitizer|runtime error:')
# Everything takes longer with a sanitizer, and on a machine with other things to do.
PATIENCE = float(os.environ.get('SKEIN_TEST_PATIENCE', '1'))
# Usually whoever does not answer within 0.8 s is taken for one that has nothing to say: no children, no actions.
ANSWER_MS, FIRST_ANSWER_MS = 1000, 15000
Atspi.set_timeout(int(ANSWER_MS * PATIENCE), int(FIRST_ANSWER_MS * PATIENCE))


def end_with_parent():
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def wait(check, what, seconds=5):
    """Calls check until it answers something true, which is returned."""
    end = time.monotonic() + seconds * PATIENCE
    while True:
        try:
            if answer := check():
                return answer
        except GLib.Error:
            pass  # What was looked at is gone: it is looked for anew.
        if time.monotonic() > end:
            raise AssertionError(f'not within {seconds} s: {what}')
        time.sleep(0.03)


def children(node):
    for number in range(node.get_child_count()):
        child = node.get_child_at_index(number)
        if child is not None:
            yield child


def walk(node, bodies=False, known=None):
    """Everything below, but for what is on a page that is not shown, and the rows of tables unless told so; and for
    what is known already."""
    if known is not None and node == known:
        return
    yield node
    role = node.get_role_name()
    if role in ('filler', 'scroll pane', 'tree table') and not is_seen(node):
        return
    if role == 'grouping' and not bodies:
        return
    for child in children(node):
        yield from walk(child, bodies, known)


def states(node):
    return {state.value_nick for state in node.get_state_set().get_states()}


def size(node):
    try:
        extents = node.get_extents(Atspi.CoordType.WINDOW)
    except GLib.Error:
        return 0, 0  # Nothing that has a place: the application itself.
    return extents.width, extents.height


def is_seen(node):
    """Whether it has a place in the window: what is on another page has none."""
    return min(size(node)) > 0


def matches(text, wanted):
    return wanted is None or (bool(wanted.search(text)) if isinstance(wanted, re.Pattern) else text == wanted)


def find_all(root, roles=None, name=None, description=None):
    """What is in the tree, roles being one or several separated by bars, name a text or a pattern."""
    roles = roles and roles.split('|')
    for node in walk(root):
        if ((roles is None or node.get_role_name() in roles) and matches(node.get_name(), name)
                and (description is None or matches(node.get_description(), description))):
            yield node


def find(root, roles=None, name=None, description=None):
    return next(find_all(root, roles, name, description), None)


def actions(node):
    return [Atspi.Action.get_action_name(node, number) for number in range(node.get_n_actions())]


def act(node, action='click'):
    names = actions(node)
    if action not in names:
        raise AssertionError(f'{node.get_role_name()} “{node.get_name()}” cannot {action}, only {names}')
    Atspi.Action.do_action(node, names.index(action))


def seen(root, roles=None, name=None, description=None):
    """As find, but only what has a place in the window."""
    return next((node for node in find_all(root, roles, name, description) if is_seen(node)), None)


def find_table(root, name):
    """The table that is shown, with titles above its columns."""
    for table in find_all(root, 'tree table', name):
        if is_seen(table) and find(table, 'push button|column header'):
            return table
    return None


def lines(table):
    """Its rows in view."""
    return [row for row in children(find(table, 'grouping'))
            if row.get_role_name() == 'table row' and is_seen(row) and 'visible' in states(row)]


def rows(table):
    """Its rows in view, each as a dictionary from title to text, and itself as None."""
    titles = [title.get_name() for title in find_all(table, 'push button|column header')]
    return [dict(zip(titles, (cell.get_name().strip() for cell in children(line)))) | {None: line}
            for line in lines(table)]


def read(node):
    """All words in a part of the window, in order."""
    return ' '.join(part.get_name() for part in walk(node) if part.get_name())


def write(entry, text):
    Atspi.EditableText.set_text_contents(entry, text)


def cpu_ns(pid):
    """CPU time of a process and all its threads, those included that have ended."""
    return time.clock_gettime_ns(~pid << 3 | 2)


class App:
    """A running program with a window."""

    def __init__(self, *command, environment=None):
        self.log = pathlib.Path(os.environ['XDG_RUNTIME_DIR'], f'{pathlib.Path(command[0]).name}-{time.monotonic_ns()}.log')
        with open(self.log, 'wb') as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            env=os.environ | (environment or {}), preexec_fn=end_with_parent)
        self.pid = self.process.pid
        self.last_focused = None
        self.root = wait(self.find_application, f'{command[0]} in the accessibility tree\n{self.output()}', 15)
        self.window = wait(lambda: find(self.root, 'frame'), 'its window', 15)
        self.xid = wait(self.find_xid, 'its window on the screen', 10)
        self.focus()

    def find_application(self):
        if self.process.poll() is not None:
            raise AssertionError(f'ended with {self.process.returncode}:\n{self.output()}')
        return next((app for app in children(Atspi.get_desktop(0)) if app.get_process_id() == self.pid), None)

    def find_xid(self):
        return next(iter(self.xids()), None)

    def xids(self):
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(self.pid)],
                               capture_output=True, text=True)
        return found.stdout.split()

    def focus(self, xid=None):
        """Without a window manager somebody has to give the focus."""
        subprocess.run(['xdotool', 'windowfocus', '--sync', xid or self.xid], check=True, capture_output=True)

    def key(self, *keys):
        subprocess.run(['xdotool', 'key', '--clearmodifiers', '--delay', '20', *keys], check=True, capture_output=True)

    def type(self, text):
        subprocess.run(['xdotool', 'type', '--delay', '20', text], check=True, capture_output=True)

    def dialogs(self):
        return [node for node in children(self.root)
                if node.get_role_name() in ('frame', 'dialog', 'window', 'alert') and node != self.window]

    def focused(self):
        """What has the focus. It seldom goes far, and to read the whole tree takes a while: first it is looked for
        where it was."""
        near, known, self.last_focused = self.last_focused, None, None
        try:
            for _ in range(FOCUS_LEVELS):
                if near is None or near == self.root:
                    break
                if self.find_focus(near, near.get_role_name() in ('grouping', 'table row'), known):
                    return self.last_focused
                near, known = near.get_parent(), near
        except GLib.Error:
            pass  # That place is gone.
        # Within a table only if nowhere else: that is where most of the tree is.
        return self.find_focus(self.root, False) or self.find_focus(self.root, True)

    def find_focus(self, root, bodies, known=None):
        self.last_focused = next((node for node in walk(root, bodies, known) if 'focused' in states(node)), None)
        return self.last_focused

    def resize(self, width, height):
        subprocess.run(['xdotool', 'windowsize', '--sync', self.xid, str(width), str(height)], check=True)

    def move(self, x, y):
        subprocess.run(['xdotool', 'windowmove', self.xid, str(x), str(y)], check=True)

    def geometry(self):
        found = subprocess.run(['xdotool', 'getwindowgeometry', '--shell', self.xid], capture_output=True, text=True)
        values = dict(line.split('=') for line in found.stdout.split())
        return int(values['WIDTH']), int(values['HEIGHT'])

    def screenshot(self, path):
        subprocess.run(['import', '-window', self.xid, str(path)], check=True, capture_output=True)

    def output(self):
        return self.log.read_text(errors='replace')

    def complaints(self):
        return [line for line in self.output().split('\n') if BAD_LINE.search(line)]

    def point(self, node, x, y):
        """To a place within what is shown of node, as shares of its size."""
        place = node.get_extents(Atspi.CoordType.WINDOW)
        # A window in the tree leaves out its shadow, which the one on the screen has.
        width, height = self.geometry()
        outer = self.window.get_extents(Atspi.CoordType.WINDOW)
        left, top = (width - outer.width) // 2, (height - outer.height) // 2
        subprocess.run(['xdotool', 'mousemove', '--window', self.xid, str(int(left + place.x + x * place.width)),
                        str(int(top + place.y + y * place.height))], check=True)

    def drag(self, node, *points):
        """From place to place within what is shown of node, each a pair of shares of its size."""
        for number, (x, y) in enumerate(points):
            self.point(node, x, y)
            if number == 0:
                subprocess.run(['xdotool', 'mousedown', '1'], check=True)
            time.sleep(0.05)
        subprocess.run(['xdotool', 'mouseup', '1'], check=True)

    def close(self):
        """As by its button: its state is kept."""
        if self.process.poll() is None:
            try:
                act(self.window, 'window.close')
            except GLib.Error:
                pass  # It went before it could answer.
        return self.process.wait(20 * PATIENCE)

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


class Tests:
    """Runs functions as tests, and tells how they went in TAP."""

    def __init__(self):
        self.functions = []
        self.parts = {}

    def __call__(self, function, part='quick'):
        self.functions.append(function)
        self.parts[function] = part
        return function

    def of(self, part):
        """As a decorator: one that runs only where that part is asked for: it takes long, or others cover it."""
        return lambda function: self(function, part)

    def choose(self, part):
        """Only those of a part. The first and the last belong to each."""
        ends = self.functions[0], self.functions[-1]
        self.functions = [function for function in self.functions if function in ends or self.parts[function] == part]

    def run(self, *arguments):
        print(f'1..{len(self.functions)}', flush=True)
        n_failed = 0
        for number, function in enumerate(self.functions, 1):
            name = function.__name__.replace('_', ' ')
            start = time.monotonic()
            try:
                skipped = function(*arguments)
                end = f' # SKIP {skipped}' if skipped else f' # {time.monotonic() - start:.1f} s'
                print(f'ok {number} - {name}{end}', flush=True)
            except Exception:
                n_failed += 1
                print(f'not ok {number} - {name}')
                for line in traceback.format_exc().rstrip().split('\n'):
                    print('#', line)
                sys.stdout.flush()
        return 1 if n_failed else 0
