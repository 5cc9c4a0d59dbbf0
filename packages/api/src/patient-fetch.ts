/** A server that asks for patience again and again is given up after so long. */
const LONGEST_WAIT_MS = 60_000

/**
 * `fetch`, and again after the wait that a server asks for when there were too many requests (429): it has done nothing then.
 * The last answer comes back when the wait would be too long. The body must be one that can be sent twice.
 */
export async function patientFetch(url: string, init: RequestInit): Promise<Response> {
  for (let waited = 0; ; ) {
    const response = await fetch(url, init)
    const seconds = response.status === 429 ? Number(response.headers.get('retry-after') ?? Number.NaN) : Number.NaN
    if (!Number.isFinite(seconds) || waited + seconds * 1_000 > LONGEST_WAIT_MS) return response
    await response.body?.cancel()
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000))
    init.signal?.throwIfAborted()
    waited += seconds * 1_000
  }
}
