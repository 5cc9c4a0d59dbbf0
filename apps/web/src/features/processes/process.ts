import type { Schema } from '@flotilla/api'

export type Process = Schema<'DeploymentProcess'>
export type ProcessStep = Process['Steps'][number]
export type ProcessAction = ProcessStep['Actions'][number]

interface NewStep {
  readonly name: string
  /** `number` makes its name one of its own. */
  readonly make: (number: number) => ProcessStep
}

const step = (name: string, actionType: string, properties: Readonly<Record<string, string>>): ProcessStep =>
  ({
    Name: name,
    Properties: {},
    Condition: 'Success',
    StartTrigger: 'StartAfterPrevious',
    Actions: [{ Name: name, ActionType: actionType, Properties: properties }],
  }) as unknown as ProcessStep

/** What a new step can be; the server fills in what is left out. */
export const NEW_STEPS: readonly NewStep[] = [
  {
    name: 'Run a script',
    make: (number) =>
      step(`Script ${number}`, 'Octopus.Script', {
        'Octopus.Action.RunOnServer': 'true',
        'Octopus.Action.Script.ScriptSource': 'Inline',
        'Octopus.Action.Script.Syntax': 'Bash',
        'Octopus.Action.Script.ScriptBody': 'echo "Hello"',
      }),
  },
  {
    name: 'Ask people (manual intervention)',
    make: (number) =>
      step(`Approval ${number}`, 'Octopus.Manual', {
        'Octopus.Action.RunOnServer': 'true',
        'Octopus.Action.Manual.Instructions': 'May #{Octopus.Release.Number} go on?',
      }),
  },
  {
    name: 'Deploy a child project',
    make: (number) =>
      step(`Deploy child ${number}`, 'Flotilla.DeployChildProject', {
        'Octopus.Action.RunOnServer': 'true',
        'ChildProject.Project.Name': '',
        'ChildProject.DeploymentMode.Value': 'Promote',
      }),
  },
]
