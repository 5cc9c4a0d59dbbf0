import type { DeploymentPreview, FormElement } from '@flotilla/api'
import { UsageError } from './failures.ts'

type Form = DeploymentPreview['Form']

/** Reads `Name=Value`. The value is everything after the first `=`. */
export function parseVariable(text: string): { readonly name: string; readonly value: string } {
  const at = text.indexOf('=')
  if (at <= 0)
    throw new UsageError(`'${text}' is not a variable with a value.`, 'Write it like --variable "Name=Value".')
  return { name: text.slice(0, at).trim(), value: text.slice(at + 1) }
}

/**
 * The `FormValues` for what a person typed: by name or label of the prompted variable, without case. One name may belong to
 * several questions (an entry per scope); it answers all of them. A name that no question has is refused: a typing mistake
 * must not deploy with the default.
 *
 * Source: domain reference 5.5.
 */
export function formValuesOf(form: Form, variables: readonly string[]): Readonly<Record<string, string>> {
  const values: Record<string, string> = {}
  for (const { name, value } of variables.map(parseVariable)) {
    const matches = form.Elements.filter((element) => isCalled(element, name))
    if (matches.length === 0) throw new UsageError(`Nothing called '${name}' is asked for here.`, hintOf(form))
    for (const { Name } of matches) values[Name] = value
  }
  return values
}

const isCalled = ({ Control }: FormElement, name: string): boolean =>
  [Control.Name, Control.Label].some((text) => text.trim().toLowerCase() === name.toLowerCase())

function hintOf(form: Form): string {
  if (form.Elements.length === 0) return 'This deployment has no prompted variables.'
  return `Asked for are: ${form.Elements.map(({ Control }) => Control.Label || Control.Name).join(', ')}`
}

const REDEPLOY = 'Redeploy'

/**
 * The answer that makes an orchestration project redeploy: `Redeploy` for every question that offers it as a choice.
 * A project without such a question gets none; it deploys its release again anyway.
 *
 * Source: domain reference 11.3 (the mode is a prompted drop-down).
 */
export function redeployValuesOf(form: Form): Readonly<Record<string, string>> {
  const asking = form.Elements.filter((element) => choicesOf(element).includes(REDEPLOY))
  return Object.fromEntries(asking.map(({ Name }) => [Name, REDEPLOY]))
}

/** The values of a drop-down: one a line, `value|text`. */
const choicesOf = ({ Control }: FormElement): readonly string[] =>
  (Control.DisplaySettings['Octopus.SelectOptions'] ?? '').split(/\r?\n/).map((line) => line.split('|')[0]!.trim())
