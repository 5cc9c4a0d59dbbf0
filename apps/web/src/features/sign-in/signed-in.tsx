import { ApiError, loadCaller } from '@flotilla/api'
import { useQuery } from '@tanstack/react-query'
import { Outlet } from 'react-router'
import { server } from '../../api/session.ts'
import { Loaded } from '../../ui/page.tsx'
import { SignInPage } from './sign-in-page.tsx'

/** Everything inside is for whoever has signed in; the page that was asked for follows the sign-in. */
export function SignedIn() {
  const caller = useCaller()
  if (caller.error instanceof ApiError && caller.error.status === 401) return <SignInPage />
  return <Loaded of={caller}>{() => <Outlet />}</Loaded>
}

/** Who has signed in. */
export const useCaller = () => useQuery({ queryKey: ['caller'], queryFn: () => loadCaller(server), staleTime: 60_000 })
