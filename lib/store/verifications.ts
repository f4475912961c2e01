import { after, lifetimes } from '../domain/values/lifetimes.ts'
import type { ProvenAddress } from '../domain/values/verification.ts'
import type { Verifications } from '../flows/ports/store.ts'
import { codeRow, confirmedCodeWrite, countAttemptWrite, sentCodeWrite } from './rows/code.ts'
import { messageWrite } from './rows/message.ts'
import { readRow } from './rows/row.ts'
import { keys } from './table/schema.ts'
import type { TableAccess } from './table/table-access.ts'

/** Implements `Verifications` on a table. Every method throws `unavailable` as the table does. */
export function verificationsIn(table: TableAccess): Verifications {
  return {
    async start(verification, message) {
      const result = await table.transact({
        code: sentCodeWrite(verification),
        message: messageWrite(message),
      })
      if (result.kind === 'refused') throw new Error('A new code has the id of an older one')
    },

    async confirm(id, isRight, tokenId, now) {
      const counted = await table.update(countAttemptWrite(id, now))
      if (counted.kind === 'refused') return undefined
      const code = readRow(codeRow, counted.item)
      if (code.state !== 'sent' || !isRight(code)) return undefined
      const { address, purpose, startedAt } = code
      const proof: ProvenAddress = { verificationId: id, tokenId, address, purpose, startedAt }
      const result = await table.update(confirmedCodeWrite(id, tokenId, now, after(now, lifetimes.flowToken)))
      return result.kind === 'written' ? proof : undefined
    },

    async find(id, tokenId, now) {
      const item = await table.get(keys.code(id))
      if (item === undefined) return undefined
      const code = readRow(codeRow, item)
      if (code.state !== 'confirmed' || code.tokenId !== tokenId || code.expiresAt <= now) return undefined
      const { address, purpose, startedAt } = code
      return { verificationId: id, tokenId, address, purpose, startedAt }
    },
  }
}
