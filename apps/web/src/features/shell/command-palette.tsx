import { Modal, TextInput } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { useRead } from '../../api/queries.ts'
import { useSpace, useTo } from '../../api/space.tsx'
import { INNER_PAGES, SECTIONS } from './sections.ts'

interface Hit {
  readonly Id: string
  readonly Name: string
  readonly Type: string
  /** Of what belongs to a project. */
  readonly ProjectId: string | null
}

interface Choice {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly address: string
}

/** Search over everything that has a name, and the pages, by keyboard alone: Ctrl K, Command K or a slash. */
export function CommandPalette({
  isOpen,
  onOpen,
  onClose,
}: {
  readonly isOpen: boolean
  readonly onOpen: () => void
  readonly onClose: () => void
}) {
  useHotkeys(
    [
      ['mod+K', onOpen],
      ['/', onOpen],
    ],
    ['INPUT', 'TEXTAREA', 'SELECT'],
  )
  return (
    <Modal opened={isOpen} onClose={onClose} title="Search or jump to" size="lg" yOffset="12vh">
      <Search onDone={onClose} />
    </Modal>
  )
}

function Search({ onDone }: { readonly onDone: () => void }) {
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState(0)
  const go = useNavigate()
  const choices = useChoices(query.trim())
  const take = (choice: Choice | undefined) => {
    if (!choice) return
    onDone()
    void go(choice.address)
  }
  const option = `search-choice-${chosen}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: when other choices are found, the chosen one may be another
  useEffect(() => {
    document.getElementById(option)?.scrollIntoView({ block: 'nearest' })
  }, [option, choices])
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Enter') take(choices[chosen])
    else if (step && choices.length > 0) setChosen((chosen + step + choices.length) % choices.length)
    else return
    event.preventDefault()
  }
  return (
    <>
      <TextInput
        role="combobox"
        aria-label="Search"
        aria-expanded
        aria-controls="search-choices"
        aria-activedescendant={choices[chosen] && option}
        autoComplete="off"
        placeholder="A project, target, environment, tenant …"
        leftSection={<IconSearch size={18} aria-hidden />}
        value={query}
        onChange={({ currentTarget }) => {
          setQuery(currentTarget.value)
          setChosen(0)
        }}
        onKeyDown={onKeyDown}
        data-autofocus
      />
      <div role="listbox" id="search-choices" aria-label="Found" className="choices-found">
        {choices.map((choice, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field above
          // biome-ignore lint/a11y/useFocusableInteractive: the field above keeps the focus
          <div
            key={choice.id}
            id={`search-choice-${index}`}
            role="option"
            aria-selected={index === chosen}
            onClick={() => take(choice)}
          >
            <span>{choice.name}</span>
            <span className="faint small">{choice.kind}</span>
          </div>
        ))}
      </div>
      {choices.length === 0 && <p className="faint">Nothing has this name.</p>}
    </>
  )
}

/** What the words stand for: things of the space, then pages. */
function useChoices(words: string): readonly Choice[] {
  const space = useSpace()
  const to = useTo()
  const found = useRead(
    ['search', words],
    (client) => client.get<readonly Hit[]>(`/api/spaces/${space.Id}/search`, { keyword: words }),
    { isSkipped: words === '', keepsOld: true },
  )
  // What the words before found is shown till there is more, as far as it fits these words: Enter opens nothing else.
  const fits = (name: string) => name.toLowerCase().includes(words.toLowerCase())
  const known = found.data ?? []
  const hits = words === '' ? [] : found.isPlaceholderData ? known.filter(({ Name }) => fits(Name)) : known
  return [
    ...hits.flatMap((hit) => {
      const { Id, Name, Type } = hit
      const place = PLACES[Type]
      return place ? [{ id: Id, name: Name, kind: place.noun, address: to(...place.path(hit)) }] : []
    }),
    ...[...SECTIONS, ...(words === '' ? [] : INNER_PAGES)]
      .filter(({ name }) => fits(name))
      .map(({ name, path }) => ({
        id: name,
        name,
        kind: 'page',
        address: to(...path),
      })),
  ]
}

/** Where something of a type is shown. */
const PLACES: Readonly<Record<string, { readonly noun: string; readonly path: (hit: Hit) => readonly string[] }>> = {
  Project: { noun: 'project', path: ({ Id }) => ['projects', Id] },
  DeploymentTarget: { noun: 'target', path: ({ Id }) => ['targets', Id] },
  Tenant: { noun: 'tenant', path: ({ Id }) => ['tenants', Id] },
  Environment: { noun: 'environment', path: () => ['environments'] },
  Lifecycle: { noun: 'lifecycle', path: ({ Id }) => ['lifecycles', Id] },
  LibraryVariableSet: { noun: 'in the library', path: ({ Id }) => ['library', 'variable-sets', Id] },
  Runbook: { noun: 'runbook', path: ({ Id, ProjectId }) => ['projects', ProjectId ?? '', 'runbooks', Id] },
  Channel: { noun: 'channel', path: ({ ProjectId }) => ['projects', ProjectId ?? '', 'channels'] },
  ProjectTrigger: { noun: 'trigger', path: ({ ProjectId }) => ['projects', ProjectId ?? '', 'triggers'] },
  Feed: { noun: 'feed', path: () => ['library', 'feeds'] },
  ProjectGroup: { noun: 'project group', path: () => ['project-groups'] },
  Account: { noun: 'account', path: () => ['accounts'] },
  Proxy: { noun: 'proxy', path: () => ['proxies'] },
  WorkerPool: { noun: 'pool of workers', path: () => ['workers'] },
  Worker: { noun: 'worker', path: () => ['workers'] },
}
