import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sealNotice } from '../../lib/local/stand-ins/naver-callback.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { overhear } from '../support/overheard.ts'
import { atNaver } from '../support/people-at-naver.ts'
import { type Visitor, visitor } from '../support/steps.ts'
import { type Ledger, ledgerOf } from './ledger.ts'
import { writesNothing } from './nothing-written.ts'
import { rawRequest } from './raw-request.ts'

/*
 * Mallory wants Siwoo to lose Naver as a way in, and says in Naver's name that he has unlinked: with a notice of her
 * own making, with a real one whose person, time or application she has changed, with an old one that she has kept,
 * or with one that is sealed with a secret which ours replaced.
 *
 * What stops it: a notice is signed with our client secret, as a whole, and says when. One from before the last ten
 * minutes counts for nothing; and whoever is connected stays, since Naver is asked by the token that was kept.
 */

const secrets = { NAVER_CLIENT_SECRET: 'the-secret-of-today', NAVER_PREVIOUS_CLIENT_SECRET: 'of-last-week' }
const app = { clientId: 'local-naver-client', clientSecret: secrets.NAVER_CLIENT_SECRET }
const siwoo = atNaver('siwoo')
let house: TestHouse
let ledger: Ledger
let phone: Visitor
beforeAll(async () => {
  house = await openHouse({ casts: { naver: [siwoo] }, environment: secrets })
  ledger = ledgerOf(house)
  phone = visitor(house, { client: 'app', provider: 'naver' })
  await phone.signUp('siwoo')
})
afterAll(async () => {
  await ledger.isSound()
  await house.stop()
})

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000)
const fields = (at = new Date(), of = app, id = siwoo.id) => sealNotice(of, id, at)
const asForm = 'application/x-www-form-urlencoded;charset=utf-8'
const send = (sent: Readonly<Record<string, string>> | string, contentType = asForm) =>
  rawRequest(house, {
    method: 'POST',
    path: '/webhooks/naver',
    headers: { 'content-type': contentType },
    body: typeof sent === 'string' ? sent : new URLSearchParams(sent).toString(),
  })

describe('a notice that Naver did not sign', () => {
  const another = () => fields(new Date(), app, 'somebody-else')
  it.each([
    ['nothing', () => ({})],
    ['no signature', () => ({ ...fields(), signature: '' })],
    ['a signature of zeros', () => ({ ...fields(), signature: 'A'.repeat(43) })],
    ['the signature of another notice', () => ({ ...fields(), signature: another().signature ?? '' })],
    ['another person in it', () => ({ ...fields(), encryptUniqueId: another().encryptUniqueId ?? '' })],
    ['the person in plain text', () => ({ ...fields(), encryptUniqueId: siwoo.id })],
    ['another time in it', () => ({ ...fields(ago(60)), timestamp: `${Math.floor(Date.now() / 1000)}` })],
    ['another application in it', () => ({ ...fields(), clientId: 'another' })],
    ['the client id as its secret', () => fields(new Date(), { ...app, clientSecret: app.clientId })],
    ['no secret', () => fields(new Date(), { ...app, clientSecret: '' })],
    ['the secret from before the last one', () => fields(new Date(), { ...app, clientSecret: 'of-2024' })],
  ])('with %s is nobody’s', async (_, forged) => {
    const answer = await writesNothing(house, () => send(forged()))
    expect(answer).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
  })

  it('is not taken with Kakao’s way to prove itself', async () => {
    const answer = await writesNothing(house, () =>
      rawRequest(house, {
        method: 'POST',
        path: '/webhooks/naver',
        headers: { 'content-type': asForm, authorization: `KakaoAK ${app.clientSecret}` },
        body: new URLSearchParams({ app_id: '1000001', user_id: siwoo.id }).toString(),
      }),
    )
    expect(answer.status).toBe(401)
  })
})

describe('a notice that Naver signed', () => {
  it('for another application of ours is not taken', async () => {
    const answer = await writesNothing(house, () =>
      send(fields(new Date(), { ...app, clientId: 'our-other-application' })),
    )
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  })

  it.each([11, 60, 24 * 60])('%i minutes ago changes nothing, and nobody is asked', async (minutes) => {
    const before = house.standIns.naver.requests.length
    const answer = await writesNothing(house, () => send(fields(ago(minutes))))
    expect(answer).toMatchObject({ status: 204, text: '' })
    expect(house.standIns.naver.requests).toHaveLength(before)
  })

  it.each([app.clientSecret, secrets.NAVER_PREVIOUS_CLIENT_SECRET])(
    'just now ends nothing of who is connected (%s)',
    async (clientSecret) => {
      const answer = await ledger.unchangedBy(() => send(fields(new Date(), { ...app, clientSecret })))
      expect(answer).toMatchObject({ status: 204, text: '' })
      expect((await phone.me()).status).toBe(200)
    },
  )

  it('about somebody unknown is taken, and changes nothing', async () => {
    const answer = await writesNothing(house, () => send(fields(new Date(), app, 'nobody-here')))
    expect(answer).toMatchObject({ status: 204, text: '' })
  })

  it.each(['application/json', 'text/plain', ''])('is none as "%s"', async (contentType) => {
    const answer = await writesNothing(house, () => send(fields(), contentType))
    expect(answer).toMatchObject({ status: 415 })
  })

  it('is none with a field twice', async () => {
    const sent = new URLSearchParams(fields()).toString()
    const answer = await writesNothing(house, () => send(`${sent}&clientId=${app.clientId}`))
    expect(answer).toMatchObject({ status: 400 })
  })
})

it('leaves no secret and no id in any log', async () => {
  const heard = overhear()
  await send(fields())
  await send(fields(ago(60)))
  await send({ ...fields(), signature: 'A'.repeat(43) })
  heard.stop()
  expect(heard.log).toHaveLength(3)
  const said = `${heard.everything()} ${JSON.stringify(house.log())}`
  expect([app.clientSecret, siwoo.id].filter((secret) => said.includes(secret))).toEqual([])
})
