import { PutObjectTaggingCommand, S3Client } from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ObjectStore, startObjectStore } from '../../../lib/local/aws/object-store.ts'

const credentials = { accessKeyId: 'local', secretAccessKey: 'a secret' }
const Bucket = 'photos'
const page = 'http://localhost:3000'
let store: ObjectStore
let client: S3Client
let now = new Date()
beforeAll(async () => {
  store = await startObjectStore({ ...credentials, bucket: Bucket, origins: [page], now: () => now })
  client = clientOf(credentials)
})
afterAll(async () => {
  client.destroy()
  await store.stop()
})
beforeEach(() => {
  now = new Date()
})

const clientOf = (signer: typeof credentials) =>
  new S3Client({ region: 'ap-northeast-2', endpoint: store.endpoint, credentials: signer })
const pending = '<Tagging><TagSet><Tag><Key>state</Key><Value>pending</Value></Tag></TagSet></Tagging>'

const formFor = (Key: string, { signer = client, Expires = 60 } = {}) =>
  createPresignedPost(signer, {
    Bucket,
    Key,
    Expires,
    Fields: { 'Content-Type': 'image/png', tagging: pending },
    Conditions: [['content-length-range', 1, 100]],
  })

async function post(
  { url, fields }: { url: string; fields: Record<string, string> },
  { bytes = 10, headers = {} }: { bytes?: number; headers?: Record<string, string> } = {},
) {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  body.append('file', new Blob([new Uint8Array(bytes)]), 'photo.png')
  const response = await fetch(url, { method: 'POST', body, headers })
  const code = /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1]
  return { status: response.status, code, headers: response.headers }
}

const keyed = (key: string) => store.objects().find((object) => object.key === key)

describe('a form for the stand-in for S3', () => {
  it('puts the file as signed', async () => {
    expect(await post(await formFor('a/one'))).toMatchObject({ status: 204 })
    expect(keyed('a/one')).toMatchObject({ type: 'image/png', bytes: 10, tagging: pending })
  })

  it.each([
    ['another key', { key: 'b/other' }, 'AccessDenied'],
    ['another type', { 'Content-Type': 'image/svg+xml' }, 'AccessDenied'],
    ['other tags', { tagging: '<Tagging><TagSet></TagSet></Tagging>' }, 'AccessDenied'],
    ['a field more', { acl: 'public-read' }, 'AccessDenied'],
    ['a signature of nobody', { 'X-Amz-Signature': 'ab'.repeat(32) }, 'SignatureDoesNotMatch'],
    ['the key of nobody', { 'X-Amz-Credential': 'mallory/20260101/x/s3/aws4_request' }, 'InvalidAccessKeyId'],
    [
      'a policy of its own',
      { Policy: Buffer.from('{"expiration":"2099-01-01T00:00:00Z","conditions":[]}').toString('base64') },
      'SignatureDoesNotMatch',
    ],
  ])('with %s is refused', async (_, over, code) => {
    const { url, fields } = await formFor('a/two')
    expect(await post({ url, fields: { ...fields, ...over } })).toMatchObject({ status: 403, code })
    expect(store.objects().filter(({ key }) => key !== 'a/one')).toEqual([])
  })

  it('without its tags, empty, or too large is refused', async () => {
    const { url, fields } = await formFor('a/three')
    const { tagging: _, ...untagged } = fields
    expect(await post({ url, fields: untagged })).toMatchObject({ status: 403, code: 'AccessDenied' })
    expect(await post({ url, fields }, { bytes: 101 })).toMatchObject({ status: 400, code: 'EntityTooLarge' })
    expect(await post({ url, fields }, { bytes: 0 })).toMatchObject({ status: 400, code: 'EntityTooSmall' })
    expect(keyed('a/three')).toBeUndefined()
  })

  it('that expired, or that another key signed, is refused', async () => {
    expect(await post(await formFor('a/four', { Expires: -1 }))).toMatchObject({
      status: 403,
      code: 'AccessDenied',
    })
    const mallory = clientOf({ ...credentials, secretAccessKey: 'another' })
    const forged = await post(await formFor('a/four', { signer: mallory }))
    expect(forged).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' })
  })

  it('by a page can be read by the page where it is registered', async () => {
    const known = await post(await formFor('a/five'), { headers: { origin: page } })
    expect(known.headers.get('access-control-allow-origin')).toBe(page)
    const strange = await post(await formFor('a/five'), { headers: { origin: 'https://evil.example' } })
    expect(strange.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('a file in the stand-in for S3', () => {
  const tag = (Key: string, TagSet: { Key: string; Value: string }[]) =>
    client.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } }))

  it('disappears after a day unless it is kept', async () => {
    await post(await formFor('b/kept'))
    await post(await formFor('b/left'))
    await tag('b/kept', [])
    now = new Date(now.getTime() + 86_400_001)
    expect(keyed('b/kept')).toBeDefined()
    expect(keyed('b/left')).toBeUndefined()
    await tag('b/kept', [{ Key: 'state', Value: 'pending' }])
    expect(keyed('b/kept')).toBeUndefined()
  })

  it('that is absent cannot be kept', async () => {
    await expect(tag('b/nothing', [])).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } })
  })

  it('cannot be read by anybody', async () => {
    await post(await formFor('b/private'))
    expect((await fetch(`${store.endpoint}/${Bucket}/b/private`)).status).toBe(403)
  })
})
