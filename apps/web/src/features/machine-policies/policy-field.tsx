import { listItems } from '@flotilla/api'
import { useRead } from '../../api/queries.ts'
import { ChooseOne } from '../../ui/choose.tsx'
import type { MachinePolicy } from './policy-words.ts'

interface Choice {
  readonly value: string
  readonly onChange: (id: string) => void
  readonly error: string | undefined
}

/** The policy that a machine is checked, reached and cleaned up by. */
export const PolicyField = (choice: Choice) => <Policies {...choice} required />

/** As {@link PolicyField}; none is the default policy. */
export const PolicyChoice = (choice: Choice) => <Policies {...choice} whenNone="the default policy" />

function Policies(choice: Choice & { readonly required?: true; readonly whenNone?: string }) {
  const policies = useRead(['machine-policies'], (client) => listItems<MachinePolicy>(client, '~/machinepolicies'))
  return (
    <ChooseOne
      label="Machine policy"
      description="How it is checked, reached and cleaned up"
      from={policies.data}
      {...choice}
    />
  )
}
