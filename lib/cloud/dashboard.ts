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

/** The stage to show. */
export interface FunnelProps {
  readonly stage: DeployedStage
}

const width = 12
const height = 6

/**
 * A metric of the functions' log lines (`lib/http/log/metrics.ts`), found by name, so a new provider appears
 * by itself.
 */
const search = (stage: string, metric: string, by: readonly string[], per: Duration): IMetric =>
  new MathExpression({
    expression: `SEARCH('{ieum,${['stage', ...by].join(',')}} MetricName="${metric}" stage="${stage}"', 'Sum', ${per.toSeconds()})`,
    usingMetrics: {},
    label: '',
    period: per,
  })

const day = Duration.days(1)

/** The funnel of sign-ups, for decisions about providers and login methods. */
export class Funnel extends Construct {
  constructor(scope: Construct, id: string, { stage }: FunnelProps) {
    super(scope, id)
    const dashboard = new Dashboard(this, 'Dashboard', {
      defaultInterval: Duration.days(14),
      periodOverride: PeriodOverride.INHERIT,
    })
    const markdown = [
      `# ieum ${stage.name}: visits and their results`,
      'Each visit starts at a provider, is decided once, and ends as a sign-up, a link, a refusal, or abandoned.',
    ].join('\n\n')
    dashboard.addWidgets(new TextWidget({ markdown, width: 2 * width, height: 2 }))
    dashboard.addWidgets(
      this.#share('Sign-ups by basis', search(stage.name, 'registrations', ['basis'], day)),
      this.#daily('Sign-ups a day', search(stage.name, 'registrations', ['basis'], day)),
    )
    dashboard.addWidgets(
      this.#daily('Visits started', search(stage.name, 'visits', ['provider', 'intent'], day)),
      this.#daily(
        'Decisions by case',
        search(stage.name, 'decisions', ['provider', 'intent', 'decided'], day),
      ),
    )
    dashboard.addWidgets(
      this.#daily(
        'Answers to link questions',
        search(stage.name, 'linkAnswers', ['provider', 'answer'], day),
      ),
      this.#daily('Abandoned visits', search(stage.name, 'abandonments', ['provider'], day)),
    )
    const hour = Duration.hours(1)
    dashboard.addWidgets(
      this.#daily('Sign-ins an hour', search(stage.name, 'signIns', [], hour)),
      this.#daily('Attempts to sign in an hour', search(stage.name, 'signInAttempts', [], hour)),
    )
    dashboard.addWidgets(this.#daily('Requests an hour', search(stage.name, 'requests', ['outcome'], hour)))
  }

  #daily(title: string, metric: IMetric): GraphWidget {
    return new GraphWidget({ title, left: [metric], view: GraphWidgetView.BAR, width, height })
  }

  /** The share of each value in the chosen period. */
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
