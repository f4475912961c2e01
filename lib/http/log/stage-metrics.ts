import { clock } from '../../runtime/clock.ts'

const stageName = (): string => process.env['IEUM_STAGE'] ?? 'local'

/** One metric of a whole stage, in the same format. */
const metricOfStage = (name: string, unit: 'Count' | 'Seconds', ...dimensions: readonly string[]) => ({
  stage: stageName(),
  _aws: {
    Timestamp: clock.now().getTime(),
    CloudWatchMetrics: [
      {
        Namespace: 'ieum',
        Dimensions: [['stage', ...dimensions]],
        Metrics: [{ Name: name, Unit: unit }],
      },
    ],
  },
})

/** Counts what the operators are told of, by what it is. */
export const reported = () => ({ reports: 1, ...metricOfStage('reports', 'Count', 'event') })

/** How long the longest overdue identity has been so; the line says the seconds. */
export const overdue = () => metricOfStage('overdueSeconds', 'Seconds')
