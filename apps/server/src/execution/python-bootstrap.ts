import { ok } from '@flotilla/kit'
import { encodedArguments, encodedScript, encodedVariables } from './encoded-variables.ts'
import { LAUNCH_COMMAND, launcher, moduleFiles } from './launcher.ts'
import { PYTHON_BOOTSTRAP } from './python-helpers.ts'
import { splitWords } from './script-arguments.ts'
import type { Script, SyntaxPayload } from './script-payload.ts'

/** A Python script with its helper functions. Source: domain reference 4.7; reliability reference J2, K5. */
export const pythonPayload: SyntaxPayload = ({ body, variables, parameters = '', modules, packages }: Script) => {
  const words = splitWords(parameters)
  if (!words.ok) return words
  const placed = moduleFiles(modules, '.py')
  return ok({
    files: [
      launcher({
        packages,
        modules: placed,
        programs: ['python3'],
        // Nothing is to be left behind in the work directory, not even compiled files.
        options: ['-B', '../bootstrap.py'],
        missing:
          'Python scripts need the program python3, which is not in the PATH where this script was to run. Install Python 3.7 or newer.',
      }),
      ...encodedVariables(variables),
      encodedArguments(words.value),
      { name: 'bootstrap.py', bytes: Buffer.from(PYTHON_BOOTSTRAP) },
      ...encodedScript(body, 'script.py'),
      ...placed,
    ],
    command: LAUNCH_COMMAND,
  })
}
