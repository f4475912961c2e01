import { Duration } from 'aws-cdk-lib'
import {
  Dashboard,
  GraphWidget,
  GraphWidgetView,
  type IMetric,
  MathExpression,
  PeriodOverride,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch'
import { Construct } from 'constructs'
import type { DeployedStage } from './stage/deployed-stage.ts'

export interface FunnelProps {
  readonly stage: DeployedStage
}

const width = 12
const height = 6

/** The metrics that the functions' own log lines are (`lib/http/log/metrics.ts`), found by name: a new provider comes by itself. */
const search = (metric: string, by: readonly string[], per: Duration): IMetric =>
  new MathExpression({
    expression: `SEARCH('{ieum,${by.join(',')}} MetricName="${metric}"', 'Sum', ${per.toSeconds()})`,
    usingMetrics: {},
    label: '',
    period: per,
  })

const day = Duration.days(1)

/** The funnel of sign-ups, for whoever decides which ways in are worth having. */
export class Funnel extends Construct {
  constructor(scope: Construct, id: string, { stage }: FunnelProps) {
    super(scope, id)
    const dashboard = new Dashboard(this, 'Dashboard', {
      defaultInterval: Duration.days(14),
      periodOverride: PeriodOverride.INHERIT,
    })
    const markdown = [
      `# ieum ${stage.name}: who comes, and what becomes of them`,
      'Each visit at a provider starts, is decided once, and ends in a sign-up, a link, a no, or in silence.',
    ].join('\n\n')
    dashboard.addWidgets(new TextWidget({ markdown, width: 2 * width, height: 2 }))
    dashboard.addWidgets(
      this.#share('Sign-ups by what they rest on', search('registrations', ['basis'], day)),
      this.#daily('Sign-ups a day', search('registrations', ['basis'], day)),
    )
    dashboard.addWidgets(
      this.#daily('Visits started', search('visits', ['provider', 'intent'], day)),
      this.#daily(
        'What the table of cases said',
        search('decisions', ['provider', 'intent', 'decided'], day),
      ),
    )
    dashboard.addWidgets(
      this.#daily('Answers to "is this you?"', search('linkAnswers', ['provider', 'answer'], day)),
      this.#daily('Left without finishing', search('abandonments', ['provider'], day)),
    )
    const hour = Duration.hours(1)
    dashboard.addWidgets(
      this.#daily('Requests an hour', search('requests', ['route'], hour)),
      this.#daily('Answers an hour', search('requests', ['route', 'outcome'], hour)),
    )
  }

  #daily(title: string, metric: IMetric): GraphWidget {
    return new GraphWidget({ title, left: [metric], view: GraphWidgetView.BAR, width, height })
  }

  /** The share of each in the whole of the chosen time. */
  #share(title: string, metric: IMetric): GraphWidget {
    return new GraphWidget({
      title,
      left: [metric],
      view: GraphWidgetView.PIE,
      setPeriodToTimeRange: true,
      width,
      height,
    })
  }
}
