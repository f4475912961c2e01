import { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import cdk from '../../cdk.json' with { type: 'json' }
import { IeumStack } from '../../lib/cloud/ieum-stack.ts'
import { readDeployedStage } from '../../lib/cloud/stage/deployed-stage.ts'
import type { Environment } from '../../lib/cloud/stage/settings.ts'

/** An app with the flags of `cdk.json` that leaves functions unbundled. */
export const quickApp = (): App =>
  new App({ analyticsReporting: false, context: { ...cdk.context, 'aws:cdk:bundling-stacks': [] } })

/** What a real stage has to say of itself. */
export const production: Environment = {
  IEUM_ORIGIN: 'https://auth.example.com',
  IEUM_CERTIFICATE_ARN: 'arn:aws:acm:ap-northeast-2:123456789012:certificate/one',
  IEUM_CLIENTS: '[{"id": "web", "type": "web", "redirectUris": [], "origins": []}]',
  IEUM_TERMS: '[]',
  IEUM_POLICY: '{"minimumAge": 14}',
  IEUM_MAIL_FROM: 'hello@example.com',
  IEUM_ALARM_MAIL: 'watch@example.com',
  KAKAO_CLIENT_ID: 'kakao-client-id',
  KAKAO_CLIENT_SECRET: 'kakao-client-secret',
}

/** Synthesises one stage without bundling; gives the app, the stack and its template. */
export function synthesise(stageName = 'dev', environment: Environment = {}) {
  const app = quickApp()
  const stack = new IeumStack(app, `ieum-${stageName}`, { stage: readDeployedStage(stageName, environment) })
  return { app, stack, template: Template.fromStack(stack) }
}

/** The properties of all resources of one type. */
export const propertiesOf = (template: Template, type: string) =>
  Object.values(template.findResources(type)).map((resource) => resource['Properties'])
