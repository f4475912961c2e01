import { clock } from '../../runtime/clock.ts'
import { stageName } from './stage-name.ts'

/**
 * The fields of a log line that carries one metric of the whole stage (CloudWatch embedded metric format).
 */
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

/** The metric for one report to the operators, by event. */
export const reported = () => ({ reports: 1, ...metricOfStage('reports', 'Count', 'event') })

/** The metric for one failure of a hook of the service, by its name. The log line itself holds `hookFailures`. */
export const hookFailed = () => metricOfStage('hookFailures', 'Count', 'hook')

/** The metric for one attempt at a webhook that failed. The log line itself holds `webhookFailures`. */
export const webhookFailed = () => metricOfStage('webhookFailures', 'Count')

/** The metric for the longest overdue disconnect. The log line itself holds `overdueSeconds`. */
export const overdue = () => metricOfStage('overdueSeconds', 'Seconds')
