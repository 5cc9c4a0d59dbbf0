import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

const root = fileURLToPath(new URL('../../../', import.meta.url))

interface Action {
  readonly inputs: Readonly<Record<string, { readonly required?: boolean; readonly default?: string }>>
  readonly outputs: Readonly<Record<string, { readonly value: string }>>
  readonly runs: {
    readonly using: string
    readonly steps: readonly {
      readonly id: string
      readonly shell: string
      readonly run: string
      readonly env: Readonly<Record<string, string>>
    }[]
  }
}

export interface ActionRan {
  readonly code: number
  /** What the runner would show in the log, commands included. */
  readonly log: string
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
}

export const readAction = async (): Promise<Action> => parse(await readFile(join(root, 'action.yml'), 'utf8'))

/** Runs the action as a runner of GitHub does: its expressions filled in, each step in its shell, with the files of a step. */
export async function runAction(
  given: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Promise<ActionRan> {
  const action = await readAction()
  const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default ?? ''])
  const inputs: Readonly<Record<string, string>> = { ...Object.fromEntries(defaults), ...given }
  const folder = await mkdtemp(join(tmpdir(), 'flotilla-action-'))
  try {
    const steps: Record<string, Readonly<Record<string, string>>> = {}
    const fill = (text: string): string =>
      text.replaceAll(/\$\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) => {
        if (expression === 'toJSON(inputs)') return JSON.stringify(inputs, null, 2)
        const [, step = '', name = ''] = /^steps\.(\w+)\.outputs\.([\w-]+)$/.exec(expression) ?? []
        if (step === '') throw new Error(`The test does not know the expression ${expression}.`)
        return steps[step]?.[name] ?? ''
      })
    let log = ''
    let code = 0
    const summaryFile = join(folder, 'summary.md')
    await writeFile(summaryFile, '')
    for (const step of action.runs.steps) {
      if (step.shell !== 'bash') throw new Error(`The test does not know the shell ${step.shell}.`)
      const script = join(folder, `${step.id}.sh`)
      const outputFile = join(folder, `${step.id}.out`)
      await writeFile(script, fill(step.run))
      await writeFile(outputFile, '')
      const filled = Object.fromEntries(Object.entries(step.env).map(([name, value]) => [name, fill(value)]))
      const ran = await runScript(script, {
        PATH: process.env.PATH ?? '',
        ...env,
        ...filled,
        GITHUB_ACTION_PATH: root,
        GITHUB_OUTPUT: outputFile,
        GITHUB_STEP_SUMMARY: summaryFile,
      })
      log += ran.log
      steps[step.id] = readOutputs(await readFile(outputFile, 'utf8'))
      code = ran.code
      if (code !== 0) break
    }
    const outputs = Object.entries(action.outputs).map(([name, { value }]) => [name, fill(value)])
    return { code, log, outputs: Object.fromEntries(outputs), summary: await readFile(summaryFile, 'utf8') }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** `name<<end`, lines, `end`. */
function readOutputs(text: string): Readonly<Record<string, string>> {
  const found = text.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n\2$/gm)
  return Object.fromEntries([...found].map(([, name, , value]) => [name, value]))
}

function runScript(
  script: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number; readonly log: string }> {
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], { env, stdio: 'pipe' })
  let log = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      log += bytes.toString('utf8')
    })
  }
  return new Promise((resolve) => child.once('close', (code) => resolve({ code: code ?? -1, log })))
}
