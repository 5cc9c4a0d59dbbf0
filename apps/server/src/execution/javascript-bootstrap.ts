import { ok } from '@flotilla/kit'
import { encodedArguments, encodedScript, encodedVariables } from './encoded-variables.ts'
import { JAVASCRIPT_BOOTSTRAP } from './javascript-helpers.ts'
import { LAUNCH_COMMAND, launcher, moduleFiles } from './launcher.ts'
import { splitWords } from './script-arguments.ts'
import type { Script, SyntaxPayload } from './script-payload.ts'

/** A JavaScript script for Node with its helper functions. Source: reliability reference J2, K5. */
export const javascriptPayload: SyntaxPayload = ({ body, variables, parameters = '', modules, packages }: Script) => {
  const words = splitWords(parameters)
  if (!words.ok) return words
  const placed = moduleFiles(modules, '.js')
  return ok({
    files: [
      launcher({
        packages,
        modules: placed,
        programs: ['node', 'nodejs'],
        options: ['../bootstrap.cjs'],
        missing:
          'JavaScript scripts need the program node, which is not in the PATH where this script was to run. Install Node 20 or newer.',
      }),
      ...encodedVariables(variables),
      encodedArguments(words.value),
      { name: 'bootstrap.cjs', bytes: Buffer.from(JAVASCRIPT_BOOTSTRAP) },
      ...encodedScript(body, 'script.cjs'),
      ...placed,
    ],
    command: LAUNCH_COMMAND,
  })
}
