/** Gathers what is given one by one, and sends it together. */
export interface Gathering<Item> {
  /** Adds an item, which is sent with the next ones. */
  add(item: Item): void
  /** Sends what was added, without waiting for more. */
  flush(): void
}

/**
 * Sends items at the end of the event loop's turn, or, while `enough` requests are under way, when one of them ends: a
 * full request costs little more than one of a single item. `send` takes the items at once, and never rejects.
 */
export function gathering<Item>(
  enough: number,
  send: (items: readonly Item[]) => Promise<void>,
): Gathering<Item> {
  let added: Item[] = []
  let requests = 0
  let isDue = false

  function flush(): void {
    const items = added
    added = []
    if (items.length === 0) return
    requests += 1
    void send(items).finally(() => {
      requests -= 1
      flushUnlessBusy()
    })
  }

  function flushUnlessBusy(): void {
    isDue = false
    if (requests < enough) flush()
  }

  return {
    add(item) {
      added.push(item)
      if (isDue) return
      isDue = true
      setImmediate(flushUnlessBusy)
    },
    flush,
  }
}
