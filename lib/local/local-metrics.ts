import * as v from 'valibot'

/** The sum of one metric for one set of dimensions since the start. */
export interface Sum {
  readonly metric: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly sum: number
}

const line = v.looseObject({
  _aws: v.object({
    CloudWatchMetrics: v.array(
      v.object({
        Dimensions: v.array(v.array(v.string())),
        Metrics: v.array(v.object({ Name: v.string(), Unit: v.string() })),
      }),
    ),
  }),
})

/**
 * Acts as CloudWatch: reads the metrics from the log lines (embedded metric format), so that a laptop counts
 * exactly like a deployed stage. A line without one of its dimensions' values is not counted.
 */
export function createLocalMetrics() {
  const sums = new Map<string, Sum>()

  function count(metric: string, dimensions: Readonly<Record<string, string>>, value: number): void {
    const key = JSON.stringify([metric, dimensions])
    sums.set(key, { metric, dimensions, sum: (sums.get(key)?.sum ?? 0) + value })
  }

  return {
    write(text: string): void {
      const read = v.safeParse(v.pipe(v.string(), v.parseJson(), line), text)
      if (!read.success) return
      const { _aws, ...values } = read.output
      for (const { Dimensions, Metrics } of _aws.CloudWatchMetrics) {
        for (const names of Dimensions) {
          const dimensions = Object.fromEntries(
            names.flatMap((name) => {
              const value = values[name]
              return typeof value === 'string' ? [[name, value] as const] : []
            }),
          )
          if (Object.keys(dimensions).length < names.length) continue
          for (const { Name, Unit } of Metrics) {
            if (Unit === 'Count') count(Name, dimensions, Number(values[Name]))
          }
        }
      }
    },
    sums: (): readonly Sum[] => [...sums.values()],
  }
}
