import { SegmentedControl, Stack, Text } from '@mantine/core'
import { useSearchParams } from 'react-router'
import { useTo } from '../../api/space.tsx'
import { Page } from '../../ui/page.tsx'
import { NewAgent } from './new-agent.tsx'
import { NewSshTarget } from './new-ssh-target.tsx'

const WAYS = [
  { value: 'agent', label: 'Agent' },
  { value: 'ssh', label: 'SSH' },
]

const ABOUT: Readonly<Record<string, string>> = {
  agent:
    'A small program on the machine connects to this server by itself. No port is open there, and nobody signs in.',
  ssh: 'This server signs in on the machine with a key or a password. Nothing is installed there.',
}

/** Adding a machine: it joins by its agent, or is reached over SSH. */
export function NewTargetPage() {
  const to = useTo()
  const [address, setAddress] = useSearchParams()
  const way = address.get('by') === 'ssh' ? 'ssh' : 'agent'
  return (
    <Page title="Add a target" crumbs={[{ name: 'Targets', to: to('targets') }]}>
      <Stack gap={6} maw={720}>
        <Text component="span" size="sm" fw={600} id="way-label">
          How it is reached
        </Text>
        <SegmentedControl
          aria-labelledby="way-label"
          data={WAYS}
          value={way}
          onChange={(by) => setAddress({ by }, { replace: true })}
          w={280}
          transitionDuration={0}
        />
        <p className="faint" style={{ margin: 0 }}>
          {ABOUT[way]}
        </p>
      </Stack>
      {/* Both stay, so that nothing typed is lost by a look at the other. */}
      <div hidden={way !== 'agent'}>
        <NewAgent />
      </div>
      <div hidden={way !== 'ssh'}>
        <NewSshTarget />
      </div>
    </Page>
  )
}
