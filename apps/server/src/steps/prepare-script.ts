import { propertyText } from '@flotilla/domain/processes'
import { err, ok, type Result } from '@flotilla/kit'
import type { Payload } from '@flotilla/work-directory'
import { buildPayload, type PayloadRefusal, SCRIPT_SYNTAXES } from '../execution/index.ts'
import type { ActionRun } from './step-type.ts'

/**
 * What the action's script comes to, with its templates filled in; a sentence when it cannot be run.
 * Source: domain reference 4.7, 5.6.
 */
export function prepareScript({ action, scope }: ActionRun): Result<Payload, string> {
  const text = (name: string) => propertyText(action.properties, `Octopus.Action.Script.${name}`)
  const source = text('ScriptSource').trim() || 'Inline'
  if (source.toLowerCase() !== 'inline') {
    return err(
      `The script comes from the source ${source}, which this server does not offer yet; put the script into the step itself (source Inline).`,
    )
  }
  const body = scope.fill(text('ScriptBody'))
  const parameters = scope.fill(text('ScriptParameters'))
  const open = [...body.unresolved, ...parameters.unresolved]
  if (open.length > 0 && isOn(scope.value('OctopusShouldFailDeploymentOnSubstitutionFails'))) {
    return err(
      `The script has text that could not be filled in: ${[...new Set(open)].join(', ')} (OctopusShouldFailDeploymentOnSubstitutionFails is on).`,
    )
  }
  const syntax = text('Syntax').trim() || 'PowerShell'
  const payload = buildPayload({
    syntax,
    body: body.text,
    parameters: parameters.text,
    variables: scope.values(),
    modules: scope.scriptModules().filter((module) => module.syntax.toLowerCase() === syntax.toLowerCase()),
  })
  return payload.ok ? ok(payload.value) : err(explain(payload.error))
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
