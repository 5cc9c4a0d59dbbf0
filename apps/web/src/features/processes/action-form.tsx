import { Checkbox, Group, Input, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useRead } from '../../api/queries.ts'
import { ChooseMany, ChooseOne } from '../../ui/choose.tsx'
import { CodeEditor } from '../../ui/code-editor.tsx'
import { type Fields, fieldsOf } from '../../ui/fields.ts'
import { otherProblems } from '../../ui/problem.tsx'
import { RemoveButton } from '../../ui/remove-button.tsx'
import { EnvironmentsField } from '../environments/environments-field.tsx'
import { TenantTagsField } from '../tenants/tenants-field.tsx'
import { useWorkerPools } from '../workers/worker-pools.ts'
import { ChildPlanNow } from './child-plan-now.tsx'
import { ChildProjectForm } from './child-project-form.tsx'
import { PackageForm } from './package-form.tsx'
import { PackagesField, type PackagesProps, PrimaryPackage } from './packages-field.tsx'
import { isChildProject, type ProcessAction, type ProcessOwner, type ProcessStep } from './process.ts'
import { type PropertyFields, propertyFields } from './property-fields.ts'

const SYNTAX = 'Octopus.Action.Script.Syntax'
const BODY = 'Octopus.Action.Script.ScriptBody'
const SOURCE = 'Octopus.Action.Script.ScriptSource'
const FILE = 'Octopus.Action.Script.ScriptFileName'
const SOURCES = [
  { value: 'Inline', label: 'written here' },
  { value: 'Package', label: 'a file of a package' },
]
const LANGUAGES = ['Bash', 'PowerShell', 'Python', 'JavaScript']

/** Types of actions that have a form of their own here. */
const FORMS = ['Octopus.Script', 'Octopus.Manual', 'Octopus.TentaclePackage']

/** One action of a step; one of several has a name of its own and can be removed. */
export function ActionForm({
  steps,
  place,
  owner,
  error,
  onChange,
  onRemove,
}: {
  readonly steps: readonly ProcessStep[]
  readonly place: { readonly step: number; readonly action: number }
  readonly owner: ProcessOwner
  readonly error: unknown
  readonly onChange: (action: ProcessAction) => void
  readonly onRemove: (() => void) | undefined
}) {
  const step = steps[place.step]!
  const action = step.Actions[place.action]!
  const path = `Steps[${place.step}].Actions[${place.action}]`
  const fields = fieldsOf(action, (part) => onChange({ ...action, ...part }), error, `${path}.`)
  const properties = propertyFields(action.Properties, (Properties) => onChange({ ...action, Properties }), error, path)
  const isChild = isChildProject(action)
  const packages: PackagesProps = {
    references: action.Packages,
    error,
    path,
    onChange: (Packages) => onChange({ ...action, Packages }),
  }
  return (
    <Stack component="section" aria-label={action.Name} className={onRemove ? 'action' : ''}>
      {onRemove && (
        <Group wrap="nowrap" align="flex-end">
          <TextInput label="Name of the action" required flex={1} {...fields.text('Name')} />
          <RemoveButton what={`the action ${action.Name}`} onClick={onRemove} />
        </Group>
      )}
      {action.ActionType === 'Octopus.Script' && (
        <ScriptFields
          properties={properties}
          fields={fields}
          packages={packages}
          names={owner.variableNames}
          isOnWorker={properties.textOf('Octopus.Action.RunOnServer').toLowerCase() === 'true'}
        />
      )}
      {action.ActionType === 'Octopus.TentaclePackage' && (
        <PackageForm properties={properties} packages={packages} names={owner.variableNames} />
      )}
      {action.ActionType === 'Octopus.Manual' && <QuestionFields properties={properties} />}
      {isChild && (
        <>
          <ChildProjectForm properties={properties} />
          <ChildPlanNow project={owner.project} steps={steps} action={action} />
        </>
      )}
      {!isChild && !FORMS.includes(action.ActionType) && (
        <p className="faint">
          What a step of the type <code>{action.ActionType}</code> does is set with <code>flotilla apply</code> or the
          API; it stays as it is when you save here.
        </p>
      )}
      <Conditions fields={fields} owner={owner} action={action} />
      {otherProblems(error, path, [...fields.shownAt, `${path}.Name`, `${path}.Properties[`, `${path}.Packages[`]).map(
        (problem) => (
          <Input.Error key={problem}>{problem}</Input.Error>
        ),
      )}
    </Stack>
  )
}

function ScriptFields({
  properties,
  fields,
  packages,
  names,
  isOnWorker,
}: {
  readonly properties: PropertyFields
  readonly fields: Fields<ProcessAction>
  readonly packages: PackagesProps
  readonly names: readonly string[]
  readonly isOnWorker: boolean
}) {
  const pools = useWorkerPools({ isSkipped: !isOnWorker })
  const language = properties.textOf(SYNTAX) || 'PowerShell'
  const pool = fields.field('WorkerPoolId')
  const isPackaged = properties.textOf(SOURCE).toLowerCase() === 'package'
  return (
    <>
      <Group grow align="flex-start">
        <Select
          label="The script is"
          data={SOURCES}
          allowDeselect={false}
          {...properties.field(SOURCE)}
          value={isPackaged ? 'Package' : 'Inline'}
          onChange={(value) => properties.put(SOURCE, value ?? 'Inline')}
        />
        {!isPackaged && (
          <Select
            label="Language"
            data={LANGUAGES}
            allowDeselect={false}
            {...properties.field(SYNTAX)}
            value={language}
            onChange={(value) => properties.put(SYNTAX, value ?? 'Bash')}
          />
        )}
        {isOnWorker && (
          <ChooseOne
            label="Worker pool"
            whenNone="the default pool"
            from={pools.data}
            {...pool}
            onChange={(id) => pool.onChange(id || null)}
          />
        )}
      </Group>
      {isPackaged ? (
        <>
          <PrimaryPackage {...packages} />
          <TextInput
            label="File in the package"
            description="Its ending says the language: .sh, .ps1, .py or .js"
            required
            placeholder="scripts/deploy.sh"
            className="mono-input"
            {...properties.text(FILE)}
          />
        </>
      ) : (
        <CodeEditor
          label="Script"
          language={language}
          value={properties.textOf(BODY)}
          variables={names}
          onChange={(value) => properties.put(BODY, value)}
        />
      )}
      <PackagesField {...packages} isPrimaryElsewhere={isPackaged} />
    </>
  )
}

function QuestionFields({ properties }: { readonly properties: PropertyFields }) {
  const teams = useRead(['teams'], (client) => client.get<readonly { Id: string; Name: string }[]>('/api/teams/all'))
  return (
    <>
      <Textarea
        label="Instructions"
        description="Markdown, with variables"
        autosize
        minRows={3}
        {...properties.text('Octopus.Action.Manual.Instructions')}
      />
      <ChooseMany
        label="Teams that may answer"
        whenNone="whoever may submit interruptions"
        from={teams.data}
        {...properties.list('Octopus.Action.Manual.ResponsibleTeamIds')}
      />
    </>
  )
}

/** Where an action runs at all. */
function Conditions({
  fields,
  owner,
  action,
}: {
  readonly fields: Fields<ProcessAction>
  readonly owner: ProcessOwner
  readonly action: ProcessAction
}) {
  const isTenanted = owner.project.TenantedDeploymentMode !== 'Untenanted' || action.TenantTags?.length
  const hasChannels = owner.channels.length > 1 || action.Channels?.length
  const chosen = (name: 'Environments' | 'ExcludedEnvironments' | 'Channels' | 'TenantTags') => {
    const { value, ...field } = fields.field(name)
    return { ...field, value: value ?? [] }
  }
  return (
    <>
      <Group grow align="flex-start">
        <EnvironmentsField label="Only in these environments" whenNone="in every one" {...chosen('Environments')} />
        <EnvironmentsField
          label="Not in these environments"
          whenNone="none left out"
          {...chosen('ExcludedEnvironments')}
        />
      </Group>
      {(isTenanted || hasChannels) && (
        <Group grow align="flex-start">
          {hasChannels ? (
            <ChooseMany
              label="Only for these channels"
              whenNone="for every one"
              from={owner.channels}
              {...chosen('Channels')}
            />
          ) : null}
          {isTenanted ? (
            <TenantTagsField
              label="Only for tenants with these tags"
              whenNone="for every one"
              {...chosen('TenantTags')}
            />
          ) : null}
        </Group>
      )}
      <Checkbox label="Disabled" {...fields.check('IsDisabled')} />
    </>
  )
}
