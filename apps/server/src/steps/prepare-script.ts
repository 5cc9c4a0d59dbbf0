import { entryPath, syntaxOfFile } from '@flotilla/domain/packages'
import { propertyText } from '@flotilla/domain/processes'
import { err, ok, type Result } from '@flotilla/kit'
import { type Payload, type Ticket, workPathOf } from '@flotilla/work-directory'
import type { Scope } from '../engine/deployment/scope.ts'
import { buildPayload, type PayloadRefusal, SCRIPT_SYNTAXES, type Script } from '../execution/index.ts'
import { type AcquiredPackages, packageVariables } from './acquire-packages.ts'
import type { ActionRun } from './step-type.ts'

/**
 * What the action's script comes to, with its templates filled in; a sentence when it cannot be run.
 * Source: domain reference 4.7, 5.6.
 */
export function prepareScript(
  actionRun: ActionRun,
  ticket: Ticket,
  acquired: AcquiredPackages | null,
): Result<Payload, string> {
  const { action } = actionRun
  const packages = acquired?.packages ?? []
  const scope = acquired
    ? actionRun.scope.with(packageVariables(packages, workPathOf(acquired.root, ticket)))
    : actionRun.scope
  const text = (name: string) => propertyText(action.properties, `Octopus.Action.Script.${name}`)
  const parameters = scope.fill(text('ScriptParameters'))
  const source = sourceOf(actionRun, text, scope)
  if (!source.ok) return source
  const { syntax, body, unresolved } = source.value
  const open = [...unresolved, ...parameters.unresolved]
  if (open.length > 0 && isOn(scope.value('OctopusShouldFailDeploymentOnSubstitutionFails'))) {
    return err(
      `The script has text that could not be filled in: ${[...new Set(open)].join(', ')} (OctopusShouldFailDeploymentOnSubstitutionFails is on).`,
    )
  }
  const payload = buildPayload({
    syntax,
    body,
    parameters: parameters.text,
    variables: scope.values(),
    modules: scope.scriptModules().filter((module) => module.syntax.toLowerCase() === syntax.toLowerCase()),
    packages,
  })
  return payload.ok ? ok(payload.value) : err(explain(payload.error))
}

interface ScriptSource {
  readonly syntax: string
  readonly body: Script['body']
  readonly unresolved: readonly string[]
}

/** Where the script's text is: in the step itself, or in a file of its primary package. */
function sourceOf({ action }: ActionRun, text: (name: string) => string, scope: Scope): Result<ScriptSource, string> {
  const source = text('ScriptSource') || 'Inline'
  switch (source.toLowerCase()) {
    case 'inline': {
      const body = scope.fill(text('ScriptBody'))
      return ok({ syntax: text('Syntax') || 'PowerShell', body: body.text, unresolved: body.unresolved })
    }
    case 'package': {
      if (!action.packages.some(({ name }) => name === ''))
        return err('The script comes from a package, but the step has none without a name.')
      const { text: file, unresolved } = scope.fill(text('ScriptFileName'))
      const path = entryPath(file)
      if (!path.ok || path.value === '')
        return err(`The script file '${file}' is no path inside of the package, as in scripts/deploy.sh.`)
      const syntax = syntaxOfFile(path.value)
      if (!syntax)
        return err(`The script file '${file}' does not say its language: it ends in none of .sh, .ps1, .py, .js.`)
      return ok({ syntax, body: { path: path.value }, unresolved })
    }
    default:
      return err(
        `The script comes from the source ${source}, which this server does not offer; put the script into the step itself (Inline) or into a package (Package).`,
      )
  }
}

const isOn = (text: string | undefined): boolean => text?.trim().toLowerCase() === 'true'

function explain(refusal: PayloadRefusal): string {
  if (refusal.kind === 'syntax-not-supported') {
    return `Scripts in ${refusal.syntax} are not supported; the languages are ${SCRIPT_SYNTAXES.join(', ')}.`
  }
  return refusal.problem === 'quote-not-closed'
    ? 'The script parameters have a quotation mark without its end.'
    : 'The script parameters hold a NUL character.'
}

/**
 * Lists the variables that the script sees, when the project asks for that to look for a mistake.
 * Source: domain reference 5.7 ("settable").
 */
export async function printVariables({ deps, run, key, activityKey, scope }: ActionRun): Promise<void> {
  for (const { setting, isEvaluated } of PRINTS) {
    if (!isOn(scope.value(setting))) continue
    const texts = scope.listing(isEvaluated).map(({ name, value }) => `[${name}] = '${value}'`)
    const occurredAt = new Date(deps.now())
    const line = (category: 'Warning' | 'Verbose', text: string, index: number) => ({
      category,
      text: run.mask(text),
      occurredAt,
      key: `${key}:${setting}:${index}`,
    })
    const warning = `${setting} is on: every variable stands in this log. Turn it off again once the mistake is found.`
    await run.log.lines(activityKey, [
      line('Warning', warning, 0),
      ...texts.map((text, index) => line('Verbose', text, index + 1)),
    ])
  }
}

const PRINTS = [
  { setting: 'OctopusPrintVariables', isEvaluated: false },
  { setting: 'OctopusPrintEvaluatedVariables', isEvaluated: true },
] as const
