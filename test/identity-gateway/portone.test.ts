import { describe, expect, it } from 'vitest'
import { isIdentityCheckId } from '../../lib/domain/merge/identity-check.ts'
import {
  createPortOne,
  type PortOneSettings,
  readReport,
  reportRequest,
} from '../../lib/identity-gateway/portone.ts'
import { faultOf } from '../providers/fault-of.ts'
import { ci } from '../support/people.ts'

const text = '01900000-0000-7000-8000-000000000001'
const id = (() => {
  if (!isIdentityCheckId(text)) throw new Error('no id of a check')
  return text
})()
const settings: PortOneSettings = {
  storeId: 'store-1',
  channelKey: 'channel-1',
  apiSecret: 'very secret',
  channelType: 'LIVE',
}
const hashes = { ci: () => ci('c'), di: (di: string) => JSON.parse(JSON.stringify(`di:${di}`)) }
const now = new Date('2026-08-01T01:01:40Z')

/** A real shape (PortOne REST API v2), with a made-up person. */
const verified = {
  status: 'VERIFIED',
  id,
  channel: { type: 'LIVE', pgProvider: 'DANAL', pgMerchantId: 'A010002002' },
  customData: 'our nonce',
  verifiedCustomer: {
    name: '김하나',
    operator: 'SKT',
    phoneNumber: '01012345678',
    birthDate: '1990-01-02',
    gender: 'FEMALE',
    isForeigner: false,
    ci: `${'c'.repeat(86)}==`,
    di: 'd'.repeat(64),
  },
  requestedAt: '2026-08-01T01:00:00Z',
  updatedAt: '2026-08-01T01:01:10Z',
  statusChangedAt: '2026-08-01T01:01:10Z',
  verifiedAt: '2026-08-01T01:01:10Z',
  pgTxId: '20260801',
  pgRawResponse: '{"CI":"raw"}',
  version: 'V2',
}
const answer = (body: unknown, status = 200) => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify(body),
})
const read = (body: unknown, status = 200) => readReport(answer(body, status), id, hashes, now)

describe('the request to the gateway', () => {
  it('names the check and our store, and has our secret only in the header', () => {
    expect(reportRequest(settings, id)).toMatchObject({
      method: 'GET',
      url: `https://api.portone.io/identity-verifications/${id}?storeId=store-1`,
      headers: { authorization: 'PortOne very secret' },
    })
  })
})

describe('the response of the gateway', () => {
  it('identifies the person by hashes', () => {
    expect(read(verified)).toEqual({
      kind: 'verified',
      channel: 'live',
      nonce: 'our nonce',
      age: 30,
      person: {
        name: '김하나',
        birth: { year: 1990, monthDay: '0102', calendar: 'solar' },
        gender: 'female',
        phone: '+821012345678',
        ci: ci('c'),
        di: `di:${'d'.repeat(64)}`,
        source: 'portone:DANAL',
        verifiedAt: new Date('2026-08-01T01:01:10Z'),
      },
    })
  })

  it('lacks missing values, and values that are no CI', () => {
    const verifiedCustomer = { name: '김하나', ci: 'short', phoneNumber: 'none', birthDate: '19900102' }
    expect(read({ ...verified, verifiedCustomer })).toMatchObject({ kind: 'verified' })
    const report = read({ ...verified, verifiedCustomer })
    expect(report.kind === 'verified' && Object.keys(report.person).toSorted()).toEqual([
      'name',
      'source',
      'verifiedAt',
    ])
  })

  it.each([
    ['ready', { ...verified, status: 'READY' }, 200],
    ['failed', { ...verified, status: 'FAILED' }, 200],
    ['unknown', { type: 'IDENTITY_VERIFICATION_NOT_FOUND' }, 404],
  ])('is not final while the check is %s', (_, body, status) => {
    expect(read(body, status)).toEqual({ kind: 'not_done' })
  })

  it.each([
    ['another check', { ...verified, id: 'another' }, 200],
    ['no report', { hello: 'world' }, 200],
    ['a report without a time', { ...verified, verifiedAt: 'yesterday' }, 200],
    [
      'a report of a channel of another kind',
      { ...verified, channel: { type: 'DEMO', pgProvider: 'X' } },
      200,
    ],
    ['a refusal of our secret', { type: 'UNAUTHORIZED' }, 401],
    ['an outage', { type: 'PG_PROVIDER' }, 502],
  ])('is an outage when it is %s, and nothing of it is shown', async (_, body, status) => {
    const gateway = createPortOne(settings, async () => answer(body, status), hashes)
    const fault = await faultOf(gateway.report(id))
    expect(fault.why).toBe('unavailable')
    expect(fault.message).not.toMatch(/김하나|0101234|ccc|very secret/)
  })
})
