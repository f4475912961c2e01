/** Works on all things, `count` of them at the same time, in their order. Rejects as `work` does. */
export async function atOnce<Thing>(
  count: number,
  things: readonly Thing[],
  work: (thing: Thing) => Promise<void>,
): Promise<void> {
  const left = things.values()
  const next = async () => {
    for (const thing of left) await work(thing)
  }
  await Promise.all(Array.from({ length: count }, next))
}
