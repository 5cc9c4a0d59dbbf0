import type { Channel, Project, Schema } from '@flotilla/api'
import { IconPackage, IconRoute, IconTerminal2, IconUserQuestion, type TablerIcon } from '@tabler/icons-react'
import { newId } from '../../ui/new-id.ts'

export type Process = Schema<'DeploymentProcess'>
export type ProcessStep = Process['Steps'][number]
export type ProcessAction = ProcessStep['Actions'][number]

/** Whose process it is, and what its steps may name. */
export interface ProcessOwner {
  readonly project: Project
  /** Whether releases are deployed with it, or a runbook runs it. */
  readonly isDeployed: boolean
  readonly channels: readonly Channel[]
  readonly variableNames: readonly string[]
}

/** Whether an action deploys a child project. */
export const isChildProject = ({ Properties }: ProcessAction): boolean => 'ChildProject.Project.Name' in Properties

export interface NewStep {
  readonly name: string
  readonly icon: TablerIcon
  /** Only releases have it; a runbook cannot. */
  readonly isOfReleases?: true
  /** `number` makes its name one of its own. */
  readonly make: (number: number) => ProcessStep
}

const step = (name: string, actionType: string, properties: Readonly<Record<string, string>>): ProcessStep =>
  ({
    Id: newId(),
    Name: name,
    Properties: {},
    Condition: 'Success',
    StartTrigger: 'StartAfterPrevious',
    Actions: [{ Id: newId(), Name: name, ActionType: actionType, Properties: properties, Packages: [] }],
  }) as unknown as ProcessStep

/** What a new step can be; the server fills in what is left out. Its ids stay what they are when it is stored. */
export const NEW_STEPS: readonly NewStep[] = [
  {
    name: 'Run a script',
    icon: IconTerminal2,
    make: (number) =>
      step(`Script ${number}`, 'Octopus.Script', {
        'Octopus.Action.RunOnServer': 'true',
        'Octopus.Action.Script.ScriptSource': 'Inline',
        'Octopus.Action.Script.Syntax': 'Bash',
        'Octopus.Action.Script.ScriptBody': 'echo "Hello"',
      }),
  },
  {
    name: 'Deploy a package',
    icon: IconPackage,
    make: (number) => step(`Package ${number}`, 'Octopus.TentaclePackage', {}),
  },
  {
    name: 'Ask people (manual intervention)',
    icon: IconUserQuestion,
    make: (number) =>
      step(`Approval ${number}`, 'Octopus.Manual', {
        'Octopus.Action.RunOnServer': 'true',
        'Octopus.Action.Manual.Instructions': 'May #{Octopus.Release.Number} go on?',
      }),
  },
  {
    name: 'Deploy a child project',
    icon: IconRoute,
    isOfReleases: true,
    make: (number) =>
      step(`Deploy child ${number}`, 'Flotilla.DeployChildProject', {
        'Octopus.Action.RunOnServer': 'true',
        'ChildProject.Project.Name': '',
        'ChildProject.DeploymentMode.Value': 'Promote',
      }),
  },
]
