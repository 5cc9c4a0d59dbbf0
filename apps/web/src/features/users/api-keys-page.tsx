import { Loaded, Page } from '../../ui/page.tsx'
import { useCaller } from '../sign-in/signed-in.tsx'
import { ApiKeys } from './api-keys.tsx'

/** The keys with which programs act as whoever has signed in. */
export function ApiKeysPage() {
  const caller = useCaller()
  return (
    <Page title="API keys" about="Programs that use a key of yours act as you.">
      <Loaded of={caller}>{({ Id }) => <ApiKeys userId={Id} />}</Loaded>
    </Page>
  )
}
