// Runs the tests. What this machine lacks is skipped, and said; with FLOTILLA_TEST_REQUIRE_ALL=1 (in CI) that is an error.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const hasProgram = (name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0

const wanted = [
  {
    name: "Debian's PostgreSQL (FLOTILLA_TEST_DATABASE_URL)",
    there: () => Boolean(process.env.FLOTILLA_TEST_DATABASE_URL),
  },
  { name: 'Python 3 (python3)', there: () => hasProgram('python3') },
  { name: 'an SSH server (/usr/sbin/sshd)', there: () => existsSync('/usr/sbin/sshd') },
  { name: 'a browser (chromium)', there: () => hasProgram('chromium') },
]
// Not demanded anywhere: no package source of CI has it.
if (!hasProgram('pwsh')) console.log('Not on this machine, its tests are skipped: PowerShell (pwsh)')
const missing = wanted.filter(({ there }) => !there())
for (const { name } of missing) console.log(`Not on this machine, its tests are skipped: ${name}`)
if (missing.length > 0 && process.env.FLOTILLA_TEST_REQUIRE_ALL === '1') {
  console.error('FLOTILLA_TEST_REQUIRE_ALL=1 is set, so nothing may be skipped.')
  process.exit(1)
}
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)], {
  stdio: 'inherit',
})
process.exit(status ?? 1)
