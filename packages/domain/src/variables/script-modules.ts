/** Code of a library set of the type `ScriptModule`, for scripts of the same language. */
export interface ScriptModule {
  readonly name: string
  /** `PowerShell`, `Bash`, `Python`, `CSharp`. */
  readonly syntax: string
  readonly body: string
}

const MODULE = /^Octopus\.Script\.Module\[(.+)\]$/i
const LANGUAGE = /^Octopus\.Script\.Module\.Language\[(.+)\]$/i

/** Whether a variable holds a module or says its language: not a value that scripts look up. */
export const isScriptModuleVariable = (name: string): boolean => MODULE.test(name) || LANGUAGE.test(name)

/**
 * The modules among the variables of a deployment, by name; a module that does not say its language is PowerShell.
 *
 * Source: domain reference 5.8.
 */
export function scriptModules(
  variables: readonly { readonly name: string; readonly value: string }[],
): readonly ScriptModule[] {
  const languages = new Map(
    variables.flatMap(({ name, value }) => {
      const module = LANGUAGE.exec(name)?.[1]
      return module === undefined ? [] : [[module.toLowerCase(), value.trim()] as const]
    }),
  )
  return variables
    .flatMap(({ name, value }) => {
      const module = MODULE.exec(name)?.[1]
      return module === undefined
        ? []
        : [{ name: module, syntax: languages.get(module.toLowerCase()) || 'PowerShell', body: value }]
    })
    .sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1))
}
