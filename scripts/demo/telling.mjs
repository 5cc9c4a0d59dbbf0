// What the demo prints, and what it finds not to be as told.
const isTerminal = process.stdout.isTTY === true && !process.env.NO_COLOR
const paint = (code) => (text) => (isTerminal ? `\x1b[${code}m${text}\x1b[0m` : text)
const bold = paint(1)
const green = paint(32)
const red = paint(31)
const dim = paint(2)

const failures = []
let passed = 0

export const heading = (text) => console.log(`\n${bold(text)}\n${'─'.repeat(text.length)}`)
export const say = (text) => console.log(text)
export const aside = (text) => console.log(dim(`  ${text}`))

/** Something that must be so for the demo to be true. */
export function check(what, isSo, found) {
  if (isSo) passed += 1
  else failures.push(what)
  console.log(
    isSo
      ? `  ${green('✓')} ${what}`
      : `  ${red('✗ NOT AS TOLD:')} ${what}${found === undefined ? '' : ` — found ${found}`}`,
  )
}

export const outcome = () => ({ passed, failures })

const WORDS = { deploy: 'deploys', skip: 'skipped', warn: 'skipped', fail: 'FAILS', 'not-run': 'does not run' }

/** One line per child of a plan: what will happen, with which release, on which machines, or why not. */
export function tellPlan(children) {
  const width = Math.max(...children.map(({ ProjectName }) => ProjectName.length))
  for (const child of children) {
    const { ProjectName, Outcome, ReleaseVersion, IsWhatIf, Machines, Reason } = child
    const name = ProjectName.padEnd(width)
    if (Outcome !== 'deploy') {
      console.log(`  ${name}  ${WORDS[Outcome] ?? Outcome}: ${Reason}`)
      continue
    }
    const where = Machines.Scope === 'only' ? ` to ${Machines.Kept.map(({ Name }) => Name).join(', ')} only` : ''
    console.log(`  ${name}  ${IsWhatIf ? 'would deploy' : 'deploys'} ${ReleaseVersion}${where}`)
  }
}
