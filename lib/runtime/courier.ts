import { settings } from '../config/current-stage.ts'
import { required, type Variables } from '../config/variables.ts'
import { createFailureTopic } from '../failures/failure-topic.ts'
import type { CourierWorld } from '../flows/ports/courier.ts'
import type { World } from '../flows/ports/world.ts'
import { SNSClient } from '../sms/sns.ts'
import { messagesIn } from '../store/stream/stored-messages.ts'
import { readMessageRecords } from '../store/stream/stream-records.ts'
import { defaultRetryPolicy } from '../store/table/retry.ts'
import { accessTable } from '../store/table/table-access.ts'
import { limitsInTurn } from './limits-in-turn.ts'
import { createPacer } from './pacer.ts'
import { createRequestHandler } from './request-handler.ts'
import { mailsBySes, textsBySns } from './services.ts'
import { tableClient } from './table-client.ts'
import { world } from './world.ts'

/** The composition root of the courier, the one function with clients that send. */

const built = new WeakMap<World, CourierWorld>()

/** The world of the courier, built again with the world. */
export async function courierWorld(): Promise<CourierWorld> {
  const current = await world()
  const known = built.get(current) ?? assemble(current, process.env)
  built.set(current, known)
  return known
}

function assemble(current: World, variables: Variables): CourierWorld {
  const { mail, sms } = settings()
  const table = accessTable({
    client: tableClient(),
    tableName: required(variables, 'IEUM_TABLE'),
    retryPolicy: defaultRetryPolicy,
  })
  const pacers = { email: createPacer(mail.perSecond), sms: createPacer(sms.perSecond) }
  const topic = required(variables, 'IEUM_FAILURE_TOPIC')
  const sns = new SNSClient({ maxAttempts: 3, requestHandler: createRequestHandler() })
  return {
    ...current,
    limits: limitsInTurn(current.limits),
    mails: mailsBySes(variables, settings()),
    texts: textsBySns(settings()),
    storedMessages: messagesIn(table),
    readRecords: readMessageRecords,
    pace: (channel) => pacers[channel](),
    setAside: createFailureTopic(sns, topic),
  }
}
