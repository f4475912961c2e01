import { identityReader } from '../aws/ses-identities.ts'
import { settings } from '../config/current-stage.ts'
import type { StageSettings } from '../config/stage-settings.ts'
import { optional, required, type Variables } from '../config/variables.ts'
import { defined } from '../domain/values/defined.ts'
import { createFailureTopic } from '../failures/failure-topic.ts'
import type { CourierWorld } from '../flows/ports/courier.ts'
import type { Mails } from '../flows/ports/mail.ts'
import type { Texts } from '../flows/ports/sms.ts'
import type { World } from '../flows/ports/world.ts'
import { messagesHook, smsHook } from '../hooks/messages.ts'
import { createMails, SESClient } from '../mail/mails.ts'
import type { SmsGateway } from '../sms/gateway.ts'
import { SNSClient, snsGateway } from '../sms/sns.ts'
import { createTexts } from '../sms/texts.ts'
import { healthNotesIn } from '../store/health/health-notes.ts'
import { messagesIn } from '../store/stream/stored-messages.ts'
import { readMessageRecords } from '../store/stream/stream-records.ts'
import { defaultRetryPolicy } from '../store/table/retry.ts'
import { accessTable } from '../store/table/table-access.ts'
import { serviceHooks } from './hooked.ts'
import { createRequestHandler } from './request-handler.ts'
import { limitsInTurn } from './sending/limits-in-turn.ts'
import { createPacer } from './sending/pacer.ts'
import { tableClient } from './table-client.ts'
import { world } from './world.ts'

/** The composition root of the courier, the one function with clients that send. */

const built = new WeakMap<World, Built>()

/** The world of the courier, built again with the world. */
export async function courierWorld(): Promise<CourierWorld> {
  const current = await world()
  const known = built.get(current) ?? assemble(current, process.env)
  built.set(current, known)
  return { ...known, hooks: { messages: messagesHook(serviceHooks()) } }
}

type Built = Omit<CourierWorld, 'hooks'>

function assemble(current: World, variables: Variables): Built {
  const stage = settings()
  const table = accessTable({
    client: tableClient(),
    tableName: required(variables, 'IEUM_TABLE'),
    retryPolicy: defaultRetryPolicy,
  })
  const pacers = { email: createPacer(stage.mail.perSecond), sms: createPacer(stage.sms.perSecond) }
  const topic = required(variables, 'IEUM_FAILURE_TOPIC')
  const sns = new SNSClient({ maxAttempts: 3, requestHandler: createRequestHandler() })
  return {
    ...current,
    limits: limitsInTurn(current.limits),
    mails: mailsBySes(variables, stage),
    texts: textsBySns(stage),
    isSenderVerified: senderCheck(stage),
    healthNotes: healthNotesIn(table),
    storedMessages: messagesIn(table),
    readRecords: readMessageRecords,
    pace: (channel) => pacers[channel](),
    setAside: createFailureTopic(sns, topic),
  }
}

function mailsBySes(variables: Variables, stage: StageSettings): Mails {
  const configurationSet = optional(variables, 'IEUM_MAIL_CONFIGURATION_SET')
  return createMails(new SESClient({ maxAttempts: 2, requestHandler: createRequestHandler() }), {
    sender: stage.mail.sender,
    serviceName: stage.serviceName,
    supportAddress: stage.supportAddress,
    timeZone: stage.timeZone,
    providerNames: stage.providers.oidc === null ? {} : { oidc: stage.providers.oidc.displayName },
    ...defined({ configurationSet }),
  })
}

/** SES takes one such question a second from an account, so the answer holds for five minutes. */
const identityMaxAgeMs = 5 * 60_000

/** Whether SES lets the sender's domain send. A failure is not remembered. */
function senderCheck({ mail: { sender } }: StageSettings): () => Promise<boolean> {
  const read = identityReader({ maxAttempts: 2, requestHandler: createRequestHandler() })
  const domain = sender.address.slice(sender.address.indexOf('@') + 1)
  let known: { readonly isVerified: boolean; readonly readAt: number } | undefined
  return async () => {
    const now = performance.now()
    if (known === undefined || now - known.readAt > identityMaxAgeMs) {
      known = { isVerified: await read(domain), readAt: now }
    }
    return known.isVerified
  }
}

function textsBySns({ serviceName, sms: { countries, region } }: StageSettings): Texts {
  const client = new SNSClient({
    maxAttempts: 2,
    requestHandler: createRequestHandler(),
    ...defined({ region }),
  })
  return createTexts(ownGatewayOr(snsGateway(client)), { serviceName, countries })
}

/** The service's own gateway, where it has one. A text that it does not take never goes to the other. */
const ownGatewayOr = (gateway: SmsGateway): SmsGateway => ({
  deliver(outgoing) {
    const sms = smsHook(serviceHooks())
    return sms === undefined ? gateway.deliver(outgoing) : sms(outgoing)
  },
})
