import { listAccounts, type Variable } from '@flotilla/api'
import { useState } from 'react'
import { useRead } from '../../api/queries.ts'
import { type Choosable, ChooseOne } from '../../ui/choose.tsx'
import { VARIABLE_OF } from '../accounts/account-kinds.ts'
import { useWorkerPools } from '../workers/worker-pools.ts'

/** What a value can be the id of. Fields in which it is chosen are called by the same words. */
export const POINTED_KINDS = [
  { value: 'UsernamePasswordAccount', label: 'an account with a password or token' },
  { value: 'AmazonWebServicesAccount', label: 'an account of Amazon Web Services' },
  { value: 'AzureAccount', label: 'an account of Azure' },
  { value: 'GoogleCloudAccount', label: 'an account of Google Cloud' },
  { value: 'GenericOidcAccount', label: 'an account of OpenID Connect' },
  { value: 'WorkerPool', label: 'a worker pool' },
] as const satisfies readonly { readonly value: Variable['Type']; readonly label: string }[]

/** Whether the value of such a variable, or of such a field, is the id of something. */
export const isPointing = (kind: string | undefined): boolean => POINTED_KINDS.some(({ value }) => value === kind)

/** What can be chosen for a kind. */
function useThings(kind: string | undefined): readonly Choosable[] | undefined {
  const isPool = kind === 'WorkerPool'
  const accounts = useRead(['accounts'], (client) => listAccounts(client), { isSkipped: isPool || !isPointing(kind) })
  const pools = useWorkerPools({ isSkipped: !isPool })
  return isPool ? pools.data : accounts.data?.filter(({ AccountType }) => VARIABLE_OF[AccountType] === kind)
}

/** Chooses the thing that a value points to; or an expression is typed, which stands for one at each deployment. */
export function PointedField({
  kind,
  value,
  onChange,
  ...rest
}: { readonly kind: string } & Omit<Parameters<typeof ChooseOne>[0], 'from'>) {
  const things = useThings(kind)
  const [typed, setTyped] = useState('')
  const others = [value, isExpression(typed) ? typed.trim() : ''].filter(
    (other) => other && !things?.some(({ Id }) => Id === other),
  )
  const none = things?.length === 0 ? 'There is none yet.' : 'None is called that.'
  return (
    <ChooseOne
      nothingFoundMessage={`${none} An expression, as #{Account}, can be typed here.`}
      {...rest}
      from={things && [...things, ...[...new Set(others)].map((other) => ({ Id: other!, Name: other! }))]}
      value={value}
      onChange={onChange}
      onSearchChange={setTyped}
      onBlur={() => isExpression(typed) && onChange(typed.trim())}
    />
  )
}

const isExpression = (text: string): boolean => text.includes('#{')

/** The name of what a value points to; an expression, or what is gone, as it is written. */
export function PointedName({ kind, value }: { readonly kind: string; readonly value: string }) {
  const thing = useThings(kind)?.find(({ Id }) => Id === value)
  return thing ? <span>{thing.Name}</span> : <span className="mono">{value}</span>
}
