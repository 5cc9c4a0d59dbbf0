import { createClient } from '@flotilla/api'

/** Where the server is: the folder that the page was loaded from, so that it works below any path of a proxy. */
export const serverUrl = new URL('.', document.baseURI).href.replace(/\/$/, '')

/** The token with which changes prove that they come from a page of ours. */
function antiForgeryToken(): Record<string, string> {
  const pair = document.cookie.split('; ').find((each) => each.startsWith('Octopus-Csrf-Token_'))
  return pair ? { 'x-octopus-csrf-token': decodeURIComponent(pair.slice(pair.indexOf('=') + 1)) } : {}
}

/** The server, as whoever has signed in; `~/` in a path is the space. */
export const clientOf = (space?: string) => createClient({ url: serverUrl, space, headers: antiForgeryToken })

/** For what belongs to no space. */
export const server = clientOf()
