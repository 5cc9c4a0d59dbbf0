import { type Channel, loadReleaseTemplate, type Project } from '@flotilla/api'
import { Group, Input, Paper, Stack, TextInput } from '@mantine/core'
import { useRead } from '../../api/queries.ts'
import { AddButton } from '../../ui/add-button.tsx'
import { ChooseMany } from '../../ui/choose.tsx'
import { fieldsOf } from '../../ui/fields.ts'
import { newId } from '../../ui/new-id.ts'
import { Problem } from '../../ui/problem.tsx'
import { RemoveButton } from '../../ui/remove-button.tsx'
import { packageName } from '../releases/package-name.ts'

type Rule = Channel['Rules'][number]
type RuledPackage = Rule['ActionPackages'][number]

const nameOf = ({ DeploymentAction, PackageReference }: RuledPackage): string =>
  packageName(DeploymentAction, PackageReference)

/** A rule in words. */
export const describeRule = ({ VersionRange, Tag, ActionPackages }: Rule): string =>
  `${ActionPackages.map(nameOf).join(', ') || 'no package'}: ${
    [VersionRange, Tag && `pre-release ${Tag}`].filter(Boolean).join(', ') || 'any'
  }`

/** What the server calls the fields of so many rules. */
export const ruleFields = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => [`Rules[${at}].VersionRange`, `Rules[${at}].Tag`]).flat()

/** Which versions of packages a channel takes; a version must pass every rule that is for its package. */
export function VersionRules({
  project,
  rules,
  error,
  onChange,
}: {
  readonly project: Project
  readonly rules: readonly Rule[]
  readonly error: unknown
  readonly onChange: (rules: readonly Rule[]) => void
}) {
  const template = useRead(['release-template', project.Id, 'packages'], (client) =>
    loadReleaseTemplate(client, project.Id, {}),
  )
  const packages = (template.data?.Packages ?? []).map(({ ActionName, PackageReferenceName }) => ({
    DeploymentAction: ActionName,
    PackageReference: PackageReferenceName,
  }))
  const add = () => onChange([...rules, { Id: newId(), VersionRange: '', Tag: '', ActionPackages: [...packages] }])
  return (
    <Stack gap="xs" component="section" aria-label="Version rules">
      <div>
        <Input.Label component="div">Version rules</Input.Label>
        <Input.Description component="div">
          Which versions its releases may take. A range is written like [1.0,2.0); a pre-release tag is a regular
          expression: ^$ takes no pre-releases.
        </Input.Description>
      </div>
      {template.data && packages.length === 0 && (
        <div className="faint">The process takes no packages and no releases of other projects: no rule is needed.</div>
      )}
      {template.error && <Problem error={template.error} retry={() => void template.refetch()} />}
      {rules.map((rule, at) => (
        <OneRule
          key={rule.Id}
          rule={rule}
          at={at}
          packages={packages}
          error={error}
          onChange={(part) => onChange(rules.map((each) => (each === rule ? { ...each, ...part } : each)))}
          onRemove={() => onChange(rules.toSpliced(at, 1))}
        />
      ))}
      <AddButton variant="default" size="compact-sm" mr="auto" disabled={packages.length === 0} onClick={add}>
        Add a rule
      </AddButton>
    </Stack>
  )
}

function OneRule({
  rule,
  at,
  packages,
  error,
  onChange,
  onRemove,
}: {
  readonly rule: Rule
  readonly at: number
  readonly packages: readonly RuledPackage[]
  readonly error: unknown
  readonly onChange: (part: Partial<Rule>) => void
  readonly onRemove: () => void
}) {
  const { text } = fieldsOf(rule, onChange, error, `Rules[${at}].`)
  const chosen = rule.ActionPackages.map(nameOf)
  // A step may have another name since the rule was made.
  const all = [...packages, ...rule.ActionPackages.filter((each) => !packages.map(nameOf).includes(nameOf(each)))]
  return (
    <Paper withBorder p="sm" component="section" aria-label={`Rule ${at + 1}`}>
      <Group align="flex-start" wrap="nowrap">
        <ChooseMany
          flex={1}
          label="Steps whose versions it judges"
          whenNone="none: it counts for nothing"
          from={all.map((each) => ({ Id: nameOf(each), Name: nameOf(each) }))}
          value={chosen}
          onChange={(names) => onChange({ ActionPackages: all.filter((each) => names.includes(nameOf(each))) })}
        />
        <RemoveButton what={`rule ${at + 1}`} onClick={onRemove} />
      </Group>
      <Group grow align="flex-start" mt="xs">
        <TextInput label="Range" className="mono-input" placeholder="any" {...text('VersionRange')} />
        <TextInput label="Pre-release tag" className="mono-input" placeholder="any" {...text('Tag')} />
      </Group>
    </Paper>
  )
}
