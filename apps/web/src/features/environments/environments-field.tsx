import { useDocuments } from '../../api/queries.ts'
import { ChooseMany, ChooseOne } from '../../ui/choose.tsx'

/** Some environments; none of them means `whenNone`. */
export function EnvironmentsField(props: Omit<Parameters<typeof ChooseMany>[0], 'from'>) {
  return <ChooseMany {...props} from={useDocuments('environments').data} />
}

/** One environment. */
export function EnvironmentField(props: Omit<Parameters<typeof ChooseOne>[0], 'from'>) {
  return <ChooseOne {...props} from={useDocuments('environments').data} />
}
