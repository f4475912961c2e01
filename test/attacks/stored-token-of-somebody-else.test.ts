import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect } from 'vitest'
import { isSubject } from '../../lib/domain/values/identity.ts'
import { keys } from '../../lib/store/table/schema.ts'
import { tableClient } from '../support/database.ts'
import { overhear } from '../support/overheard.ts'
import { atGithub } from '../support/people-at-github.ts'
import { atGoogle } from '../support/people-at-google.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { ledgerOf } from './ledger.ts'

/*
 * Mallory read a backup of the table, or a log, and looks for tokens that work at Google or GitHub. She can even
 * write one row, and puts the sealed token of Minji's connection on her own claim, so her unlinking would end Minji's
 * connection at Google.
 * Defence: a stored provider token is sealed before any other code sees the visit, stands only on the claim of its
 * identity, and opens only for that identity.
 */

const google = [atGoogle('minji'), atGoogle('mallory')]
const github = [atGithub('minji')]
/** The beginnings of tokens of Google and GitHub. */
const tokens = /ya29\.|1\/\/[\w-]{20}|gh[or]_\w{10}/

const it = testWithStack({ casts: { google, github } })

/** A member with a provider and a password. */
async function memberAt(stack: TestStack, provider: 'google' | 'github', key: string) {
  const person = visitor(stack, { client: 'app', provider })
  await settle(stack, { email: `${key}.${provider}@example.com`, password: usualPassword })
  await person.passwordLogin(`${key}.${provider}@example.com`)
  await person.startLink(key)
  return person
}

describe('a stored provider token', () => {
  it('stands in no row, no log, no mail and no response', async ({ stack }) => {
    const heard = overhear()
    try {
      for (const provider of ['google', 'github'] as const) {
        await memberAt(stack, provider, 'minji')
        await visitor(stack, { provider }).redirect('minji')
        stack.standIns[provider].fail(
          provider === 'google' ? '/revoke' : '/login/oauth/access_token',
          'reset',
        )
        await visitor(stack, { client: 'app', provider }).direct('minji')
        stack.standIns[provider].heal()
      }
      const rows = JSON.stringify(await ledgerOf(stack).items())
      expect(rows).toContain('"kept"')
      const said = [
        rows,
        heard.everything(),
        JSON.stringify(stack.log()),
        JSON.stringify(await stack.outbox()),
      ]
      expect(said.filter((text) => tokens.test(text))).toEqual([])
    } finally {
      heard.stop()
    }
  })

  it('ends nothing but its own connection', async ({ stack }) => {
    const mallory = await memberAt(stack, 'google', 'mallory')
    const claimOf = (key: string) => {
      const subject = google.find((persona) => persona.key === key)?.id
      if (!isSubject(subject)) throw new Error('not a subject')
      return { ...keys.identityClaim({ provider: 'google', subject }) }
    }
    const client = tableClient()
    const table = { TableName: stack.tableName }
    const { Item: minjis } = await client.send(new GetCommand({ ...table, Key: claimOf('minji') }))
    expect(minjis).toHaveProperty('kept')
    await client.send(
      new UpdateCommand({
        ...table,
        Key: claimOf('mallory'),
        UpdateExpression: 'SET kept = :kept',
        ExpressionAttributeValues: { ':kept': minjis?.['kept'] },
      }),
    )
    expect((await mallory.unlink()).body).toMatchObject({ outcome: 'unlinked' })
    expect(stack.standIns.google.isConnected('minji')).toBe(true)
    expect(stack.standIns.google.requests.filter(({ path }) => path === '/revoke')).toEqual([])
  })
})
