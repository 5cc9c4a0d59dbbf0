import type { Variable, VariableSet } from '@flotilla/api'
import { NEW_VARIABLE } from '../variables/variable-editor.tsx'

/** A script module, which is stored as two variables. Source: domain reference 5.8. */
interface Module {
  readonly name: string
  readonly language: string
  readonly body: string
}

const BODY = /^Octopus\.Script\.Module\[(.+)\]$/i
const bodyName = (name: string) => `Octopus.Script.Module[${name}]`
const languageName = (name: string) => `Octopus.Script.Module.Language[${name}]`
const isNamed = (name: string) => (variable: Variable) => variable.Name.toLowerCase() === name.toLowerCase()

/** The module of a set; a set without one has an empty module that is called like the set. */
export function readModule({ Variables }: VariableSet, setName: string): Module {
  const body = Variables.find(({ Name }) => BODY.test(Name))
  const name = body ? BODY.exec(body.Name)![1]! : setName
  // One that does not say its language is PowerShell.
  const language = Variables.find(isNamed(languageName(name)))?.Value ?? (body ? 'PowerShell' : 'Bash')
  return { name, language, body: body?.Value ?? '' }
}

/** The set with this module in place of what it had under the module's name. */
export function withModule(set: VariableSet, { name, language, body }: Module): VariableSet {
  const put = (variables: readonly Variable[], variable: string, value: string): readonly Variable[] => {
    const isThis = isNamed(variable)
    return variables.some(isThis)
      ? variables.map((each) => (isThis(each) ? { ...each, Value: value } : each))
      : [...variables, { ...NEW_VARIABLE, Name: variable, Value: value }]
  }
  return { ...set, Variables: put(put(set.Variables, bodyName(name), body), languageName(name), language) }
}
