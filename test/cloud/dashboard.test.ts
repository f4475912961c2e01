import { describe, expect, it } from 'vitest'
import { type Measured, metricsOf } from '../../lib/http/log/metrics.ts'
import { propertiesOf, synthesise } from './synth.ts'

const { template } = synthesise()

/** One line of each step of the funnel. */
const steps: readonly Measured[] = [
  { route: 'login', outcome: 'started', provider: 'kakao', intent: 'login' },
  { route: 'callback', outcome: 'signed_in', decided: 'signed_in', provider: 'kakao', intent: 'login' },
  { route: 'register', status: 201, basis: 'email' },
  { route: 'link', outcome: 'declined', provider: 'kakao' },
  { abandoned: true, provider: 'kakao' },
]

describe('the dashboard', () => {
  it('shows every metric of a log line, by the dimensions of the line', () => {
    template.resourceCountIs('AWS::CloudWatch::Dashboard', 1)
    const body = JSON.stringify(propertiesOf(template, 'AWS::CloudWatch::Dashboard')[0].DashboardBody)
    for (const step of steps) {
      for (const { Dimensions, Metrics } of metricsOf(step)._aws.CloudWatchMetrics) {
        const counted = Metrics.filter(({ Unit }) => Unit === 'Count')
        for (const by of Dimensions)
          for (const { Name } of counted) {
            expect(body).toContain(`{ieum,${by.join(',')}} MetricName=`)
            expect(body).toContain(Name)
          }
      }
    }
  })
})
