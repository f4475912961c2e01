import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { contactShare } from '../../lib/store/shared-contacts.ts'
import { phone } from '../support/people.ts'

/*
 * Four join one number at once. Whoever reads the entries before the others have joined, and the mark after that, would count
 * too few and expect the right mark.
 */
it('the mark of a shared contact is read before the entries that it counts', async () => {
  const read: string[] = []
  const table = {
    get: async ({ SK }: { readonly SK: string }) => {
      await setImmediate()
      read.push(SK)
      return undefined
    },
    first: async () => {
      read.push('entries')
      return []
    },
  }
  const address = { channel: 'sms', value: phone('+821012345678') } as const
  const share = await contactShare(table, { hash: (_, text) => text }, address)
  expect(share).toEqual({ address, holders: [] })
  expect(read).toHaveLength(3)
  expect(read.at(-1)).toBe('entries')
})
