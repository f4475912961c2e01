import { Duration } from 'aws-cdk-lib'
import { MathExpression, Metric, type MetricProps } from 'aws-cdk-lib/aws-cloudwatch'
import { listeners } from '../routes/listeners.ts'
import { routes } from '../routes/routes.ts'
import type { Route } from '../routes/shape.ts'

const period = Duration.minutes(5)

/** A metric in our own log lines. */
export const ownMetric = (
  metricName: string,
  dimensionsMap: Record<string, string>,
  options: Pick<MetricProps, 'statistic' | 'period'>,
) => new Metric({ namespace: 'ieum', metricName, dimensionsMap, ...options })

/** The attempts at the webhook that failed. */
export const webhookFailures = (stage: string): Metric =>
  ownMetric('webhookFailures', { stage }, { statistic: 'Sum', period })

/** 1 while many people try to sign in and nobody gets in: whatever the reason, without one error of ours. */
export function signInsStopped(stage: string): MathExpression {
  const sum = (name: string) => ownMetric(name, { stage }, { statistic: 'Sum', period })
  return new MathExpression({
    expression: 'IF(attempts >= 10 AND signIns < 1, 1, 0)',
    usingMetrics: { attempts: sum('signInAttempts'), signIns: sum('signIns') },
    period,
  })
}

/** Every hook that a function calls. */
const hookNames = [
  ...new Set(
    Object.values<Pick<Route, 'touches'>>({ ...routes, ...listeners }).flatMap(
      ({ touches }) => touches.hooks ?? [],
    ),
  ),
]

/** The failures of all hooks of the service. Each hook has a metric of its own, which is absent while the hook works. */
export function hookFailures(stage: string): MathExpression {
  const failures = hookNames.map(
    (hook) => [hook, ownMetric('hookFailures', { stage, hook }, { statistic: 'Sum', period })] as const,
  )
  return new MathExpression({
    expression: hookNames.map((hook) => `FILL(${hook}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(failures),
    period,
  })
}
