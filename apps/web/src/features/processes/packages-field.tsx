import { listPackages, type Schema } from '@flotilla/api'
import { Autocomplete, Button, Group, Input, Select, Stack, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useRead } from '../../api/queries.ts'
import { ChooseOne } from '../../ui/choose.tsx'
import { fieldsOf } from '../../ui/fields.ts'
import { newId } from '../../ui/new-id.ts'
import { otherProblems } from '../../ui/problem.tsx'
import { RemoveButton } from '../../ui/remove-button.tsx'
import type { ProcessAction } from './process.ts'

type Reference = ProcessAction['Packages'][number]

/** So many packages are offered by name; any other can be typed. */
const MOST_OFFERED = 200

const USES = [
  { value: 'unpacked', label: 'is unpacked there' },
  { value: 'whole', label: 'lies there as a file' },
  { value: 'none', label: 'is not sent' },
]

/** How references are shown, changed, and what the server has against them. */
export interface PackagesProps {
  readonly references: readonly Reference[]
  readonly error: unknown
  /** As the server calls the action that they belong to. */
  readonly path: string
  readonly onChange: (references: Reference[]) => void
}

/** The packages that an action's script finds beside itself, each by a name; the one without is shown where it is asked for, else here. */
export function PackagesField({
  references,
  error,
  path,
  onChange,
  isPrimaryElsewhere,
}: PackagesProps & { readonly isPrimaryElsewhere: boolean }) {
  const sources = useSources()
  const named = references
    .map((reference, at) => ({ reference, at }))
    .filter(({ reference }) => !isPrimaryElsewhere || reference.Name !== PRIMARY)
  const add = () => onChange([...references, newReference(`package${named.length + 1}`, sources.builtInId)])
  return (
    <Input.Wrapper
      label="Packages"
      description="Each lies in the folder in which the script begins, under its name. A release keeps their versions."
      labelElement="div"
    >
      <Stack gap="xs" mt={6} role="group" aria-label="Packages">
        {named.map(({ reference, at }) => {
          const within = `${path}.Packages[${at}].`
          const change = (part: Partial<Reference>) =>
            onChange(references.map((each, index) => (index === at ? { ...each, ...part } : each)))
          const fields = fieldsOf(reference, change, error, within)
          return (
            <div key={reference.Id}>
              <Group wrap="nowrap" align="flex-end">
                <PackageId
                  reference={reference}
                  sources={sources}
                  onChange={change}
                  error={fields.text('PackageId').error}
                />
                <TextInput label="Name" w="12rem" {...fields.text('Name')} />
                <Select
                  label="On the machine it"
                  w="13rem"
                  allowDeselect={false}
                  data={USES}
                  value={choiceOf(reference)}
                  onChange={(use) => change(using(reference, use))}
                />
                <RemoveButton
                  what={`the package ${reference.Name}`}
                  onClick={() => onChange(references.filter((_, index) => index !== at))}
                />
              </Group>
              {otherProblems(error, within, fields.shownAt).map((problem) => (
                <Input.Error key={problem}>{problem}</Input.Error>
              ))}
            </div>
          )
        })}
        <Button
          variant="default"
          size="compact-sm"
          mr="auto"
          leftSection={<IconPlus size={15} aria-hidden />}
          onClick={add}
        >
          Add a package
        </Button>
      </Stack>
    </Input.Wrapper>
  )
}

/** The package that a step is about: the one without a name. */
export function PrimaryPackage({ references, error, path, onChange }: PackagesProps) {
  const sources = useSources()
  const at = references.findIndex(({ Name }) => Name === PRIMARY)
  const reference = references[at] ?? newReference(PRIMARY, sources.builtInId)
  const fields = fieldsOf(reference, () => {}, error, `${path}.Packages[${Math.max(0, at)}].`)
  const change = (part: Partial<Reference>) => {
    const next = { ...reference, ...part }
    onChange(at < 0 ? [next, ...references] : references.map((each, index) => (index === at ? next : each)))
  }
  return (
    <Group align="flex-end" wrap="nowrap">
      <PackageId reference={reference} sources={sources} onChange={change} error={fields.text('PackageId').error} />
    </Group>
  )
}

const PRIMARY = ''

function PackageId({
  reference,
  sources,
  error,
  onChange,
}: {
  readonly reference: Reference
  readonly sources: Sources
  readonly error: string | undefined
  readonly onChange: (part: Partial<Reference>) => void
}) {
  const isElsewhere = reference.FeedId !== '' && reference.FeedId !== sources.builtInId
  return (
    <>
      {(isElsewhere || sources.feeds.length > 1) && (
        <ChooseOne
          label="Feed"
          required
          w="12rem"
          from={sources.feeds}
          value={reference.FeedId}
          onChange={(FeedId) => onChange({ FeedId })}
        />
      )}
      <Autocomplete
        label="Package"
        required
        flex={1}
        data={isElsewhere ? [] : [...sources.packageIds]}
        value={reference.PackageId}
        error={error}
        onChange={(PackageId) => onChange({ PackageId })}
      />
    </>
  )
}

interface Sources {
  readonly feeds: readonly { readonly Id: string; readonly Name: string }[]
  readonly builtInId: string
  readonly packageIds: readonly string[]
}

function useSources(): Sources {
  const feeds = useRead(['feeds'], (client) => client.all<Schema<'Feed'>>('~/feeds'))
  const packages = useRead(['packages', 'offered'], (client) => listPackages(client, {}, MOST_OFFERED))
  return {
    feeds: feeds.data ?? [],
    builtInId: feeds.data?.find(({ FeedType }) => FeedType === 'BuiltIn')?.Id ?? '',
    packageIds: (packages.data ?? []).map(({ PackageId: id }) => id),
  }
}

const newReference = (Name: string, FeedId: string): Reference =>
  ({
    Id: newId(),
    Name,
    PackageId: '',
    FeedId,
    AcquisitionLocation: 'Server',
    Properties: { Extract: 'True' },
  }) as unknown as Reference

function choiceOf({ AcquisitionLocation, Properties }: Reference): string {
  if (AcquisitionLocation === 'NotAcquired') return 'none'
  return /^(false|)$/i.test(String(Properties.Extract ?? '')) ? 'whole' : 'unpacked'
}

const using = ({ Properties, AcquisitionLocation }: Reference, use: string | null): Partial<Reference> =>
  use === 'none'
    ? { AcquisitionLocation: 'NotAcquired' }
    : {
        AcquisitionLocation: AcquisitionLocation === 'NotAcquired' ? 'Server' : AcquisitionLocation,
        Properties: { ...Properties, Extract: use === 'unpacked' ? 'True' : 'False' },
      }
