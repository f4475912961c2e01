import type { Envelope, MessageContent, SealedMessage } from '../../lib/domain/message/message.ts'
import type { MessageSealing } from '../../lib/flows/ports/messages.ts'

const isSealed = (text: string): text is SealedMessage => text !== ''

/** Sealing without cryptography: each sealed text is a name, and a table holds its content. */
export function plainSealing(): MessageSealing {
  const entries = new Map<string, { readonly envelope: Envelope; readonly content: MessageContent }>()
  return {
    seal(envelope, content) {
      const text = `sealed-${entries.size + 1}`
      entries.set(text, { envelope, content })
      if (!isSealed(text)) throw new Error('unreachable')
      return text
    },
    open({ id, queue, of, locale }, sealed) {
      const { envelope, content } = entries.get(sealed) ?? {}
      const isSame =
        envelope?.id === id && envelope.queue === queue && envelope.of === of && envelope.locale === locale
      return isSame ? content : undefined
    },
  }
}
