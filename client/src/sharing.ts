/**
 * Runs a task once for all who ask for the same thing while it is under way: a page that is asked to go on twice at once, as
 * by an effect of React's StrictMode or a double click, sends one request, and both get its answer.
 */
export function sharing<Result>() {
  const underWay = new Map<string, Promise<Result>>()
  return async (what: string, task: () => Promise<Result>): Promise<Result> => {
    const shared = underWay.get(what) ?? task().finally(() => underWay.delete(what))
    underWay.set(what, shared)
    return await shared
  }
}
