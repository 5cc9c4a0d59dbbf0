import { Accordion, Checkbox, Stack, TextInput } from '@mantine/core'
import { CodeEditor } from '../../ui/code-editor.tsx'
import { type PackagesProps, PrimaryPackage } from './packages-field.tsx'
import type { PropertyFields } from './property-fields.ts'

const FEATURES = 'Octopus.Action.EnabledFeatures'
const DIRECTORY = 'Octopus.Action.Package.CustomInstallationDirectory'
const PURGE = 'Octopus.Action.Package.CustomInstallationDirectoryShouldBePurgedBeforeDeployment'
const SKIP = 'Octopus.Action.Package.SkipIfAlreadyInstalled'

const STAGES = [
  { name: 'PreDeploy', about: 'before anything is copied' },
  { name: 'Deploy', about: 'when all is in its place' },
  { name: 'PostDeploy', about: 'in the end' },
  { name: 'DeployFailed', about: 'when one of them has failed' },
]
const scriptOf = (stage: string): string => `Octopus.Action.CustomScripts.${stage}.sh`

/** What a step that deploys a package is told: which one, where to, and what runs beside it. */
export function PackageForm({
  properties,
  packages,
  names,
}: {
  readonly properties: PropertyFields
  readonly packages: PackagesProps
  /** Of variables, to be completed. */
  readonly names: readonly string[]
}) {
  const { textOf, putAll } = properties
  /** Each setting counts only while its feature is on. */
  const withFeature = (feature: string, isOn: boolean): string => {
    const others = textOf(FEATURES)
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '' && each !== feature)
    return [...others, ...(isOn ? [feature] : [])].join(',')
  }
  const check = (name: string) => ({
    checked: textOf(name).toLowerCase() === 'true',
    onChange: ({ currentTarget }: { readonly currentTarget: { readonly checked: boolean } }) =>
      properties.put(name, currentTarget.checked ? 'True' : 'False'),
  })
  const hasDirectory = textOf(FEATURES).includes('Octopus.Features.CustomDirectory')
  const scripts = STAGES.map(({ name }) => scriptOf(name))
  return (
    <Stack>
      <PrimaryPackage {...packages} />
      <TextInput
        label="Custom installation directory"
        description="An absolute path, with variables; each version also keeps a folder of its own"
        placeholder="none"
        className="mono-input"
        {...properties.text(DIRECTORY)}
        onChange={({ currentTarget: { value } }) =>
          putAll({
            [DIRECTORY]: value,
            [FEATURES]: withFeature('Octopus.Features.CustomDirectory', value.trim() !== ''),
          })
        }
      />
      {hasDirectory && <Checkbox label="Empty that directory before" {...check(PURGE)} />}
      <Checkbox label="Leave machines as they are that have this version already" {...check(SKIP)} />
      <Accordion variant="separated" multiple>
        {STAGES.map(({ name, about }) => (
          <Accordion.Item key={name} value={name}>
            <Accordion.Control>
              <strong>{name}.sh</strong> <span className="faint">{about}</span>
              {textOf(scriptOf(name)).trim() !== '' && <span className="faint"> · the step has its own</span>}
            </Accordion.Control>
            <Accordion.Panel>
              <p className="faint">
                Runs in the package's folder. Empty: the file of that name at the root of the package, if it has one.
              </p>
              <CodeEditor
                label={`${name}.sh`}
                language="Bash"
                value={textOf(scriptOf(name))}
                variables={names}
                onChange={(value) =>
                  putAll({
                    [scriptOf(name)]: value,
                    [FEATURES]: withFeature(
                      'Octopus.Features.CustomScripts',
                      scripts.some((each) => (each === scriptOf(name) ? value : textOf(each)).trim() !== ''),
                    ),
                  })
                }
              />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </Stack>
  )
}
