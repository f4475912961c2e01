import type { KeyObject } from 'node:crypto'
import * as v from 'valibot'
import { type DeactivationId, isDeactivationId } from '../../domain/leaving/reactivation.ts'
import {
  type Envelope,
  type Message,
  type MessageKind,
  ownMethods,
  type SealedMessage,
} from '../../domain/message/message.ts'
import type { Email, Phone } from '../../domain/values/evidence.ts'
import { isProviderId, type ProviderId } from '../../domain/values/identity.ts'
import { isMemberId, isTokenId, type MemberId, type TokenId } from '../../domain/values/ids.ts'
import { verificationPurposes } from '../../domain/values/verification.ts'
import type { MessageSealing } from '../../flows/ports/messages.ts'
import type { Ring } from '../key-ring.ts'
import { createSealing } from './sealing.ts'

const moment = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.transform((at) => new Date(at)),
)
/** Text that was parsed before it was sealed. */
const textOf = <Text extends string>() => v.custom<Text>((value) => typeof value === 'string')

const address = v.variant('channel', [
  v.object({ channel: v.literal('email'), value: textOf<Email>() }),
  v.object({ channel: v.literal('sms'), value: textOf<Phone>() }),
])
const name = v.object({
  memberId: v.custom<MemberId>(isMemberId),
  deactivationId: v.custom<DeactivationId>(isDeactivationId),
  tokenId: v.custom<TokenId>(isTokenId),
})
const method = v.union([v.custom<ProviderId>(isProviderId), v.picklist(ownMethods)])
const part = v.picklist(['email', 'phone', 'password'])

/** The parameters of each kind of message. */
const parameters = {
  code: v.object({ kind: v.literal('code'), purpose: v.picklist(verificationPurposes), keyId: v.string() }),
  login_method_added: v.object({ kind: v.literal('login_method_added'), method, at: moment }),
  login_method_removed: v.object({ kind: v.literal('login_method_removed'), method, at: moment }),
  signed_out_by_provider: v.object({
    kind: v.literal('signed_out_by_provider'),
    method: v.custom<ProviderId>(isProviderId),
    at: moment,
  }),
  changed: v.object({ kind: v.literal('changed'), what: part, at: moment }),
  merged: v.object({ kind: v.literal('merged'), into: v.picklist(['this', 'another']), at: moment }),
  recovered: v.object({ kind: v.literal('recovered'), at: moment }),
  withdrawn: v.object({ kind: v.literal('withdrawn'), until: moment }),
  reactivation: v.object({ kind: v.literal('reactivation'), name }),
  restoration: v.object({ kind: v.literal('restoration'), name, until: moment }),
} satisfies { readonly [Kind in MessageKind]: v.GenericSchema<unknown, Message & { kind: Kind }> }

const contentOf = (of: MessageKind) =>
  v.pipe(v.string(), v.parseJson(), v.object({ to: address, message: parameters[of] }))

const isSealed = (text: string): text is SealedMessage => /^.+\.[\w-]{39,}$/.test(text)

/** A sealed message opens in its own row only, as its own kind and in its own language. */
const contextOf = ({ id, queue, of, locale }: Envelope): string => `${queue} ${id} ${of} ${locale}`

/** Seals what is to be said, and to whom. `open` gives undefined for a message that does not open. */
export function createMessageSealing(ring: Ring<KeyObject>): MessageSealing {
  const sealing = createSealing(ring, 'ieum message')
  return {
    seal(envelope, content) {
      const text = sealing.seal(contextOf(envelope), JSON.stringify(content))
      if (!isSealed(text)) throw new Error('unreachable: a sealed message has a kid and a body')
      return text
    },
    open(envelope, sealed) {
      const parsed = v.safeParse(contentOf(envelope.of), sealing.open(contextOf(envelope), sealed))
      return parsed.success ? parsed.output : undefined
    },
  }
}
