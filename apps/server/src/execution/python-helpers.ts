/**
 * The program that gives a Python script its variables, arguments and helper functions, and then runs it as the main module.
 * It is in Python 3.7 and later alike. A message is printed in one write, so that those of several threads do not mix.
 *
 * Source: domain reference 4.7, 4.8.
 */
export const PYTHON_BOOTSTRAP = `# Flotilla helper functions for Python
import base64
import builtins
import os
import sys
import types

_directory = os.path.dirname(os.path.abspath(__file__))


def _lines(name):
    with open(os.path.join(_directory, name), encoding='ascii') as file:
        return [line.rstrip('\\n') for line in file]


def _decode(text):
    # Bytes that are no UTF-8 come out again as they went in.
    return base64.b64decode(text).decode('utf-8', 'surrogateescape')


def _encode(value):
    return base64.b64encode(str(value).encode('utf-8', 'surrogateescape')).decode('ascii')


def _message(kind, **attributes):
    pairs = ''.join(" {}='{}'".format(key, _encode(value)) for key, value in attributes.items())
    return '##octopus[{}{}]\\n'.format(kind, pairs)


def _write(text):
    sys.stdout.write(text)
    sys.stdout.flush()


class _Variables(dict):
    """Variables by name; a name in other letters is found, too."""

    def __init__(self, pairs):
        super().__init__(pairs)
        self._folded = {name.lower(): name for name in self}

    def __missing__(self, name):
        return self[self._folded[name.lower()]]


octopusvariables = _Variables(
    tuple(_decode(part) for part in line.split(' '))
    for name in os.listdir(_directory) if name.startswith('variables')
    for line in _lines(name)
)


def get_octopusvariable(name):
    try:
        return octopusvariables[name]
    except KeyError:
        return ''


def set_octopusvariable(name, value, sensitive=False):
    value = '' if value is None else str(value)
    if sensitive:
        _write(_message('mask', value=value) + _message('setVariable', name=name, value=value, sensitive=True))
    else:
        _write(_message('setVariable', name=name, value=value))


def createartifact(path, name=None):
    path = os.path.abspath(path)
    length = os.path.getsize(path) if os.path.isfile(path) else 0
    _write(_message('createArtifact', path=path, name=name or os.path.basename(path), length=length))


def failstep(message=None):
    if message:
        _write(_message('resultMessage', message=message))
    sys.exit(1)


def updateprogress(percent, message=''):
    _write(_message('progress', percentage=percent, message=message))


def _leveled(level):
    def write(message=''):
        _write('##octopus[stdout-{}]\\n{}\\n##octopus[stdout-default]\\n'.format(level, message))

    return write


printverbose = _leveled('verbose')
printhighlight = _leveled('highlight')
printwait = _leveled('wait')
printwarning = _leveled('warning')

for _stream in (sys.stdout, sys.stderr):
    _stream.reconfigure(encoding='utf-8', errors='surrogateescape', line_buffering=True)

# Modules that the script imports find the helpers as well.
for _name in (
    'octopusvariables get_octopusvariable set_octopusvariable createartifact failstep updateprogress '
    'printverbose printhighlight printwait printwarning'
).split():
    setattr(builtins, _name, globals()[_name])


def _run():
    path = os.path.abspath(_decode(_lines('script.txt')[0]))
    sys.argv = [path] + [_decode(line) for line in _lines('arguments.txt')]
    sys.path[0] = os.getcwd()
    # What lies beside a script of a package is its own; modules of the project lie where it begins.
    if os.path.dirname(path) != _directory:
        sys.path.insert(0, os.path.dirname(path))
    main = types.ModuleType('__main__')
    main.__file__ = path
    with open(path, 'rb') as file:
        source = file.read()
    # Kept beyond the end of the script, because threads and exit handlers may still use it.
    sys.modules['__main__'] = main
    try:
        exec(compile(source, path, 'exec'), main.__dict__)
    except Exception as error:
        # The first entry is this file's, which says nothing to the author.
        trace = error.__traceback__.tb_next
        sys.excepthook(type(error), error.with_traceback(trace), trace)
        sys.exit(1)


_run()
`
