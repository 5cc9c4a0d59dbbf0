import { Command, CommanderError } from 'commander'
import manifest from '../package.json' with { type: 'json' }
import { addApplyCommand } from './commands/apply.ts'
import { addApproveCommand } from './commands/approve.ts'
import { addExportCommand } from './commands/export.ts'
import { addPlanCommand } from './commands/plan.ts'
import { addRedeployCommand } from './commands/redeploy.ts'
import { addReleaseCreateCommand } from './commands/release-create.ts'
import { addReleaseDeployCommand } from './commands/release-deploy.ts'
import { addServerCommand } from './commands/server.ts'
import { addTargetListCommand } from './commands/target-list.ts'
import { addTargetRegisterCommand } from './commands/target-register.ts'
import { addTaskCancelCommand } from './commands/task-cancel.ts'
import { addTaskLogCommand } from './commands/task-log.ts'
import { addTaskWaitCommand } from './commands/task-wait.ts'
import { addVariablePreviewCommand } from './commands/variable-preview.ts'
import { EXIT, exitCodeOf, explainError } from './failures.ts'

const EXIT_CODES = `
Exit codes: 0 success; 1 the deployment or task failed; 2 bad usage or refused input; 3 server not reachable or failing;
4 not signed in or no right; 5 waited too long.
Settings: FLOTILLA_URL, FLOTILLA_API_KEY, FLOTILLA_SPACE.`

function createProgram(): Command {
  const program = new Command('flotilla')
    .description('Flotilla deploys suites of projects together: promotes them, redeploys them, and says why not.')
    .version(manifest.version)
    // `--version` behind a command is that command's own.
    .enablePositionalOptions()
    .showHelpAfterError('Add --help to see what the command takes.')
    .exitOverride()
    .addHelpText('after', EXIT_CODES)
  addServerCommand(program)
  addApplyCommand(program)
  addExportCommand(program)
  const release = program.command('release').description('create and deploy releases')
  addReleaseCreateCommand(release)
  addReleaseDeployCommand(release)
  addPlanCommand(program)
  addRedeployCommand(program)
  addApproveCommand(program)
  const task = program.command('task').description('follow and cancel tasks')
  addTaskWaitCommand(task)
  addTaskLogCommand(task)
  addTaskCancelCommand(task)
  const target = program.command('target').description('list and register deployment targets')
  addTargetListCommand(target)
  addTargetRegisterCommand(target)
  const variable = program.command('variable').description('look at variables')
  addVariablePreviewCommand(variable)
  return program
}

// A reader that has seen enough (`flotilla task log … | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : EXIT.fault))

try {
  await createProgram().parseAsync()
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has told what is wrong; help and version that were asked for are a success.
    process.exitCode = error.exitCode === 0 ? EXIT.success : EXIT.refused
  } else {
    process.stderr.write(`${explainError(error)}\n`)
    process.exitCode = exitCodeOf(error)
  }
}
