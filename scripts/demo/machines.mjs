// The machines of the shop: one folder each, with a version file per component.
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What is installed: `{machine: {component: version}}`, as the machines' own folders say. */
export function readMachines(home) {
  const found = {}
  for (const machine of foldersIn(home)) {
    const files = readdirSync(join(home, machine)).filter((file) => file.endsWith('.version') && !file.startsWith('.'))
    for (const file of files) {
      found[machine] ??= {}
      found[machine][file.replace(/\.version$/, '')] = readFileSync(join(home, machine, file), 'utf8').trim()
    }
  }
  return found
}

/** When each machine's files were last written; a machine that nobody touched keeps its times. */
export function readTimes(home) {
  return Object.fromEntries(
    foldersIn(home).flatMap((machine) =>
      readdirSync(join(home, machine)).map((file) => [
        `${machine}/${file}`,
        statSync(join(home, machine, file)).mtimeMs,
      ]),
    ),
  )
}

/** The machines are rebuilt: nothing is left on them. */
export const rebuild = (home, machines) => {
  for (const machine of machines) rmSync(join(home, machine), { recursive: true, force: true })
}

export const describeMachines = (machines, only = () => true) =>
  Object.entries(machines)
    .filter(([machine]) => only(machine))
    .sort(([one], [other]) => one.localeCompare(other))
    .map(
      ([machine, components]) =>
        `${machine}: ${Object.entries(components)
          .map(([name, version]) => `${name} ${version}`)
          .join(', ')}`,
    )

const foldersIn = (home) => {
  try {
    return readdirSync(home)
  } catch {
    return []
  }
}
