// What a fresh clone needs before a command: packages and builds. Says what it does, and does nothing twice.
// Usage: node scripts/first-run.mjs build|demo|test [arguments for the command]
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)
const [command, ...rest] = process.argv.slice(2)
const STAMP = 'node_modules/.flotilla-installed'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Flotilla needs Node 20.19 or newer; this is ${process.version}.`)
  process.exit(2)
}

install()
build()
if (command === 'demo') run(process.execPath, ['scripts/demo.mjs', ...rest])
if (command === 'test') run(process.execPath, ['scripts/test.mjs', ...rest])

function install() {
  const lock = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex')
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lock) return
  console.log('Installing packages (npm ci) ...')
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  writeFileSync(STAMP, lock)
}

function build() {
  if (
    command !== 'build' &&
    existsSync('apps/server/dist/start.js') &&
    existsSync('apps/cli/dist/main.js') &&
    existsSync('apps/agent/dist/main.js') &&
    !isStale()
  )
    return
  console.log('Building ...')
  run(process.execPath, ['scripts/build.mjs'])
}

/** Whether git knows of a source that is newer than the build; without git, build again. */
function isStale() {
  const built = statSync('apps/server/dist/start.js').mtimeMs
  const listed = spawnSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', 'apps', 'packages', 'scripts'],
    { encoding: 'utf8' },
  )
  if (listed.status !== 0) return true
  return listed.stdout.split('\n').some((file) => file !== '' && existsSync(file) && statSync(file).mtimeMs > built)
}

function run(program, args) {
  const { status, signal } = spawnSync(program, args, { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? (signal ? 1 : 0))
}
