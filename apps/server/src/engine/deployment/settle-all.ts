/** Waits for all, then throws the first failure: nothing of a broken run is left going when it is taken up again. */
export async function settleAll<const Work extends readonly unknown[]>(
  work: Work,
): Promise<{ -readonly [Index in keyof Work]: Awaited<Work[Index]> }> {
  const settled = await Promise.allSettled(work)
  const broken = settled.find((each) => each.status === 'rejected')
  if (broken) throw broken.reason
  return settled.map((each) => (each as PromiseFulfilledResult<unknown>).value) as never
}
