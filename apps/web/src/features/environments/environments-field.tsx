import { listDocuments } from '@flotilla/api'
import { useRead } from '../../api/queries.ts'
import { ChooseMany, ChooseOne } from '../../ui/choose.tsx'

/** All environments of the space, in their order. */
export const useEnvironments = () => useRead(['environments'], (client) => listDocuments(client, 'environments'))

/** Some environments; none of them means `whenNone`. */
export function EnvironmentsField(props: Omit<Parameters<typeof ChooseMany>[0], 'from'>) {
  return <ChooseMany {...props} from={useEnvironments().data} />
}

/** One environment. */
export function EnvironmentField(props: Omit<Parameters<typeof ChooseOne>[0], 'from'>) {
  return <ChooseOne {...props} from={useEnvironments().data} />
}
