import type { Construct } from 'constructs'
import { eventSchemas } from '../../events/schemas.ts'
import type { DoorFunctionProps } from '../functions/door-function.ts'
import { SignedWebhook } from './signed-webhook.ts'
import { type Webhook, WebhookTarget } from './webhook-target.ts'

/**
 * The webhook of a stage. Throws an `Error` for an address without TLS, for types that would never come, and for a service that knows the sender by
 * nothing, or by two things.
 */
export function webhookOf(
  scope: Construct,
  { endpoint, signedWith, authorization, types }: Webhook,
  resources: Omit<DoorFunctionProps, 'route' | 'failed'>,
): WebhookTarget | SignedWebhook {
  if (!endpoint.startsWith('https://')) throw new Error(`webhook.endpoint is ${endpoint}; allowed is https`)
  checkTypes(types)
  if (signedWith !== undefined && authorization === undefined) {
    return new SignedWebhook(scope, 'Webhook', { ...resources, endpoint, types, signedWith })
  }
  if (authorization !== undefined && signedWith === undefined) {
    return new WebhookTarget(scope, 'Webhook', {
      endpoint,
      types,
      authorization,
      bus: resources.events.bus,
      key: resources.key,
    })
  }
  throw new Error('webhook takes one of signedWith and authorization')
}

/** EventBridge takes any text as a type, and a misspelt one waits for ever. */
function checkTypes(types: Webhook['types']): void {
  if (types?.length === 0) throw new Error('webhook.types is empty; without it, every event is posted')
  const unknown = types?.filter((type) => !Object.hasOwn(eventSchemas, type)) ?? []
  if (unknown.length > 0) {
    const allowed = Object.keys(eventSchemas).join(', ')
    throw new Error(`webhook.types holds ${unknown.join(', ')}; allowed are ${allowed}`)
  }
}
