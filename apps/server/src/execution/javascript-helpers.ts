// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the program has templates of its own.
/**
 * The program that gives a JavaScript script its variables, arguments and helper functions, and then runs it. The script may use
 * `require`, `await` and `await import(...)`.
 *
 * Source: domain reference 4.7, 4.8; the names are those of Bash and PowerShell in the manner of JavaScript.
 */
export const JAVASCRIPT_BOOTSTRAP = `// Flotilla helper functions for JavaScript
'use strict'
const fs = require('node:fs')
const path = require('node:path')
const Module = require('node:module')

const lines = (name) => fs.readFileSync(path.join(__dirname, name), 'ascii').split('\\n').slice(0, -1)
const decode = (text) => Buffer.from(text, 'base64').toString('utf8')
// Booleans are written as all the other languages write them.
const textOf = (value) => (value === true ? 'True' : value === false ? 'False' : String(value ?? ''))
const encode = (value) => Buffer.from(textOf(value)).toString('base64')

const message = (name, attributes) => {
  const pairs = Object.entries(attributes).map(([key, value]) => " " + key + "='" + encode(value) + "'")
  return '##octopus[' + name + pairs.join('') + ']\\n'
}
const write = (text) => void process.stdout.write(text)
const leveled = (level) => (...parts) =>
  write('##octopus[stdout-' + level + ']\\n' + parts.join(' ') + '\\n##octopus[stdout-default]\\n')

const octopusParameters = Object.create(null)
const folded = new Map()
const files = fs.readdirSync(__dirname).filter((name) => name.startsWith('variables'))
for (const line of files.flatMap(lines)) {
  const [name, value] = line.split(' ').map(decode)
  octopusParameters[name] = value
  folded.set(name.toLowerCase(), value)
}

const failStep = (reason) => {
  if (reason) write(message('resultMessage', { message: reason }))
  process.exit(1)
}

Object.assign(globalThis, {
  octopusParameters,
  getOctopusVariable: (name) => octopusParameters[name] ?? folded.get(String(name).toLowerCase()) ?? '',
  setOctopusVariable: (name, value, sensitive = false) => {
    const isSensitive = sensitive === true || sensitive?.sensitive === true
    const hide = isSensitive ? message('mask', { value }) : ''
    write(hide + message('setVariable', { name, value, ...(isSensitive ? { sensitive: true } : {}) }))
  },
  newOctopusArtifact: (file, name) => {
    const whole = path.resolve(String(file))
    const found = fs.statSync(whole, { throwIfNoEntry: false })
    const length = found?.isFile() ? found.size : 0
    write(message('createArtifact', { path: whole, name: name || path.basename(whole), length }))
  },
  failStep,
  failHealthCheck: failStep,
  updateProgress: (percentage, text) => write(message('progress', { percentage, message: text })),
  writeVerbose: leveled('verbose'),
  writeHighlight: leveled('highlight'),
  writeWait: leveled('wait'),
  writeWarning: leveled('warning'),
  newOctopusTarget: ({ name, targetId, inputs, roles = [], workerPool, updateIfExisting = false }) =>
    write(
      message('createStepPackageTarget', {
        name,
        targetId,
        inputs: typeof inputs === 'string' ? inputs : JSON.stringify(inputs ?? {}),
        octopusRoles: [roles].flat().join(','),
        octopusDefaultWorkerPoolIdOrName: workerPool,
        updateIfExisting,
      }),
    ),
  removeOctopusTarget: (machine) => write(message('delete-target', { machine })),
})

const script = path.resolve(decode(lines('script.txt')[0]))
// The work directory is where the script looks for its modules; one of a package also finds what lies beside it.
const isPackaged = path.dirname(script) !== __dirname
const requireThere = Module.createRequire(isPackaged ? script : path.join(process.cwd(), 'script.cjs'))
process.argv = [process.argv[0], script, ...lines('arguments.txt').map(decode)]
let isOver = false
const fail = (error) => {
  process.stderr.write((error?.stack ?? String(error)) + '\\n')
  process.exit(1)
}
process.on('beforeExit', () => {
  if (!isOver) fail('The script waits for something that will never come.')
})
const run = async () => {
  const module = { exports: {}, filename: script }
  // On one line with the script's own first line, so that line numbers in errors are the author's.
  const body = fs.readFileSync(script, 'utf8').replace(/^\\uFEFF?(#!.*)?/, '')
  const compiled = new Module(script)
  compiled._compile('module.exports = async (require, module, exports, __filename, __dirname) => {' + body + '\\n}\\n', script)
  const folder = isPackaged ? path.dirname(script) : process.cwd()
  await compiled.exports(requireThere, module, module.exports, script, folder)
}
run().then(() => {
  isOver = true
}, fail)
`
