/** How hosts of repositories address a commit, by a word in their name; `/commit/` is what most of them have. */
const PATHS = [
  { host: /gitlab/i, path: '/-/commit/' },
  { host: /bitbucket/i, path: '/commits/' },
]

/**
 * Where people see a commit of a Git repository, or null where nobody can tell: only for repositories with an address on the
 * web, so that a link never is anything else (`javascript:`).
 *
 * Shape: `root` is the address that one clones from.
 */
export function commitLink(root: string, commitId: string): string | null {
  if (commitId.trim() === '') return null
  let address: URL
  try {
    address = new URL(root.trim())
  } catch {
    return null
  }
  if (address.protocol !== 'https:' && address.protocol !== 'http:') return null
  // Credentials belong in no link that others see.
  const base = `${address.origin}${address.pathname.replace(/\/+$/, '').replace(/\.git$/i, '')}`
  const path = PATHS.find(({ host }) => host.test(address.hostname))?.path ?? '/commit/'
  return `${base}${path}${encodeURIComponent(commitId.trim())}`
}
