import { App, NestedStack, type Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import cdk from '../../cdk.json' with { type: 'json' }
import { IeumStack } from '../../lib/cloud/ieum-stack.ts'
import { type DeployedStage, deployedStage } from '../../lib/cloud/stage/deployed-stage.ts'
import { readStage } from '../../lib/config/read-stage.ts'
import { stageFileOf } from '../../lib/config/stage-file.ts'
import example from '../../stages/example.json' with { type: 'json' }

/** Leaves out the rules of CloudFormation, which take seconds and find warnings only. `npm run synth` has them. */
export const quick = { analyticsReporting: false, builtinCloudFormationValidation: false } as const

/** An app with the flags of `cdk.json` that leaves functions unbundled. */
export const quickApp = (): App =>
  new App({ ...quick, context: { ...cdk.context, 'aws:cdk:bundling-stacks': [] } })

/** The required values of a real stage. */
export const production = {
  ...example,
  origin: 'https://auth.example.com',
  certificateArn: 'arn:aws:acm:ap-northeast-2:123456789012:certificate/one',
  alarmMail: 'watch@example.com',
  clients: [{ id: 'web', type: 'web', redirectUris: [], origins: [] }],
  mail: { ...example.mail, sender: { ...example.mail.sender, address: 'hello@example.com' } },
  attributes: null,
}

/** A stage as its file describes it. `dev` needs no values. */
export const stageNamed = (name: string, settings: object = {}): DeployedStage =>
  deployedStage(
    name,
    readStage(settings, { implies: name === 'dev', loopback: false }, { file: stageFileOf(name) }),
  )

const synthesised = new Map<string, ReturnType<typeof synthesiseNow>>()

/** The template of the stack inside a stack that holds the aliases of its doors. */
function liveTemplate(stack: Stack): Template {
  const live = stack.node.findAll().find((one) => one instanceof NestedStack)
  if (live === undefined) throw new Error('the stack has no aliases for its doors')
  return Template.fromStack(live)
}

/** Synthesises one stage without bundling, once in a worker. Gives the app, the stack, its template, and that of its doors' aliases. */
export function synthesise(stageName = 'dev', settings: object = {}): ReturnType<typeof synthesiseNow> {
  const key = JSON.stringify([stageName, settings])
  const known = synthesised.get(key) ?? synthesiseNow(stageName, settings)
  synthesised.set(key, known)
  return known
}

function synthesiseNow(stageName: string, settings: object) {
  const app = quickApp()
  const stack = new IeumStack(app, `ieum-${stageName}`, { stage: stageNamed(stageName, settings) })
  return { app, stack, template: Template.fromStack(stack), live: liveTemplate(stack) }
}

/** The properties of all resources of one type. */
export const propertiesOf = (template: Template, type: string) =>
  Object.values(template.findResources(type)).map((resource) => resource['Properties'])
