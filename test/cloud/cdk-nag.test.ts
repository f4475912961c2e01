import { type App, Stack } from 'aws-cdk-lib'
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager'
import { AwsSolutionsChecks } from 'cdk-nag'
import { describe, expect, it } from 'vitest'
import { production, quickApp, synthesise } from './synth.ts'

const findingsOf = (app: App) =>
  new AwsSolutionsChecks(app)
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
    )

describe("AWS's own rules for solutions", () => {
  it.each([
    ['dev', {}],
    ['prod', production],
  ])('find nothing unexplained on the stage %s', (name, environment) => {
    expect(findingsOf(synthesise(name, environment).app)).toEqual([])
  })

  it('find an unexplained resource', () => {
    const app = quickApp()
    new CfnSecret(new Stack(app, 'stack'), 'secret')
    expect(findingsOf(app)).toEqual(['AwsSolutions-SMG4 stack/secret'])
  })
})
