import { type Environment, listDocuments } from '@flotilla/api'
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

/** Gives the name of an environment; its id while the names are not read, or where one may not see it. */
export const environmentNames =
  (all: readonly Environment[] | undefined) =>
  (id: string): string =>
    all?.find(({ Id }) => Id === id)?.Name ?? id
