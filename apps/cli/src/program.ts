import { Command } from 'commander'
import manifest from '../package.json' with { type: 'json' }
import { addAgentCommands } from './commands/agent.ts'
import { addApiKeyCommands } from './commands/api-key.ts'
import { addApplyCommand } from './commands/apply.ts'
import { addApproveCommand } from './commands/approve.ts'
import { addAuditCommands } from './commands/audit.ts'
import { addChannelCommands } from './commands/channel.ts'
import { addCompletionCommands } from './commands/completion.ts'
import { addConvergeCommand } from './commands/converge.ts'
import { addDeploymentCommands } from './commands/deployment.ts'
import { addDriftCommand } from './commands/drift.ts'
import { addEnvironmentCommands } from './commands/environment.ts'
import { addExportCommand } from './commands/export.ts'
import { addLifecycleCommands } from './commands/lifecycle.ts'
import { addPackageCommands } from './commands/package.ts'
import { addPlanCommand } from './commands/plan.ts'
import { addProjectCommands } from './commands/project.ts'
import { addProjectGroupCommands } from './commands/project-group.ts'
import { addRedeployCommand } from './commands/redeploy.ts'
import { addReleaseChangeCommands } from './commands/release-change.ts'
import { addReleaseCreateCommand } from './commands/release-create.ts'
import { addReleaseDeployCommand } from './commands/release-deploy.ts'
import { addReleaseListCommand } from './commands/release-list.ts'
import { addReleaseViewCommand } from './commands/release-view.ts'
import { addRunbookCommands } from './commands/runbook.ts'
import { addServerCommand } from './commands/server.ts'
import { addSpaceCommands } from './commands/space.ts'
import { addTargetCheckCommand } from './commands/target-check.ts'
import { addTargetListCommand } from './commands/target-list.ts'
import { addTargetRegisterCommand } from './commands/target-register.ts'
import { addTaskCancelCommand } from './commands/task-cancel.ts'
import { addTaskLogCommand } from './commands/task-log.ts'
import { addTaskWaitCommand } from './commands/task-wait.ts'
import { addTenantCommands } from './commands/tenant.ts'
import { addTenantConnectionCommands } from './commands/tenant-connections.ts'
import { addTriggerCommands } from './commands/trigger.ts'
import { addTriggerCreateCommands } from './commands/trigger-create.ts'
import { addVariableCommands } from './commands/variable.ts'
import { addVariablePreviewCommand } from './commands/variable-preview.ts'
import { addVariableSetCommands } from './commands/variable-set.ts'
import { exitLines } from './documentation.ts'
import { EXIT_MEANINGS, type ExitName } from './failures.ts'

const LAST = 'Server and access:'

const EPILOGUE = `
Exit codes:
${exitLines(Object.keys(EXIT_MEANINGS) as ExitName[])
  .map((line) => `  ${line}`)
  .join('\n')}

Each command has a page of its own, with examples: flotilla release deploy --help`

/** The tree of all commands: what runs, what help and the reference say, and what shells complete. */
export function createProgram(): Command {
  const program = new Command('flotilla')
    .description('Flotilla deploys suites of projects together: promotes them, redeploys them, and says why not.')
    .version(manifest.version)
    // `--version` behind a command is that command's own.
    .enablePositionalOptions()
    .showHelpAfterError('Add --help to see what the command takes.')
    .exitOverride()
    .addHelpText('after', EPILOGUE)
  const group = (name: string, says: string): Command => program.command(name).description(says)

  program.commandsGroup('Releases and deployments:')
  const release = group('release', 'create, look at and deploy releases')
  addReleaseListCommand(release)
  addReleaseViewCommand(release)
  addReleaseCreateCommand(release)
  addReleaseDeployCommand(release)
  addReleaseChangeCommands(release)
  addPlanCommand(program)
  addRedeployCommand(program)
  addDriftCommand(program)
  addConvergeCommand(program)
  addDeploymentCommands(program)
  addRunbookCommands(program)
  addApproveCommand(program)
  const task = group('task', 'follow and cancel tasks')
  addTaskWaitCommand(task)
  addTaskLogCommand(task)
  addTaskCancelCommand(task)

  program.commandsGroup('What is deployed:')
  addProjectCommands(program)
  addProjectGroupCommands(program)
  addChannelCommands(program)
  const variable = group('variable', 'look at variables and give them values')
  addVariableCommands(variable)
  addVariableSetCommands(variable)
  addVariablePreviewCommand(variable)
  addPackageCommands(program)
  const trigger = group('trigger', 'deployments that start by themselves')
  addTriggerCommands(trigger)
  addTriggerCreateCommands(trigger)

  program.commandsGroup('Where and for whom:')
  addEnvironmentCommands(program)
  const target = group('target', 'list, register and check deployment targets')
  addTargetListCommand(target)
  addTargetCheckCommand(target)
  addTargetRegisterCommand(target)
  const tenant = addTenantCommands(program)
  addTenantConnectionCommands(tenant)
  addLifecycleCommands(program)
  addSpaceCommands(program)

  program.commandsGroup('The whole set-up:')
  addApplyCommand(program)
  addExportCommand(program)

  program.commandsGroup(LAST)
  addApiKeyCommands(program)
  addAuditCommands(program)
  addServerCommand(program)
  addAgentCommands(program)
  addCompletionCommands(program)
  program.addHelpCommand(new Command('help').argument('[command]').description('the page of a command').helpGroup(LAST))
  return program
}
