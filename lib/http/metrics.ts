import { clock } from '../clock.ts'

/**
 * CloudWatch's embedded metric format: the log line itself is the metric. Dimensions of low cardinality only:
 * route and outcome.
 */
export const metricsOf = () => ({
  requests: 1,
  _aws: {
    Timestamp: clock.now().getTime(),
    CloudWatchMetrics: [
      {
        Namespace: 'ieum',
        Dimensions: [['route'], ['route', 'outcome']],
        Metrics: [
          { Name: 'requests', Unit: 'Count' },
          { Name: 'durationMs', Unit: 'Milliseconds' },
        ],
      },
    ],
  },
})
