import { PutObjectTaggingCommand, S3ServiceException } from '@aws-sdk/client-s3'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from 'vitest'
import { handler as register } from '../../functions/register.ts'
import { handler } from '../../functions/uploads.ts'
import { wholeProfile } from '../attributes/schemas.ts'
import type { Sent } from '../support/events.ts'
import { fieldsOf } from '../support/fields.ts'
import { call, dynamo, openDoors, s3, uploadBucket, written } from './doorstep.ts'
import { expectUnavailable } from './outages.ts'
import { aboutToRegister } from './visits.ts'

const doorstep = openDoors()

/** A visit just before its completion, and the start of an upload for it. */
async function visit(): Promise<{ readonly sent: Sent; readonly upload: Sent }> {
  const sent = await aboutToRegister(doorstep, 'minji', 'app')
  const { registerToken, codeVerifier } = fieldsOf(sent.body)
  dynamo.resetHistory()
  return { sent, upload: { body: { registerToken, codeVerifier, contentType: 'image/png' } } }
}

const ask = (sent: Sent) => call(handler, 'POST /uploads', sent)
const withPhotos = (sent: Sent, ...photos: readonly unknown[]): Sent => ({
  ...sent,
  body: { ...fieldsOf(sent.body), attributes: { ...wholeProfile, photos } },
})
const failing = (status: number) =>
  new S3ServiceException({ name: 'Failure', $fault: 'server', $metadata: { httpStatusCode: status } })

describe('POST /uploads', () => {
  it('signs a form for one key, type, tag and size, without a call to S3', async () => {
    const { upload } = await visit()
    const response = await ask(upload)
    expect(response).toMatchObject({ status: 201, body: { maxBytes: 5_242_880, expiresIn: 300 } })
    const { key, url, fields } = response.body
    expect(key).toMatch(/^[\w-]{22}\/[\w-]{43}$/)
    expect(url).toBe(`https://${uploadBucket}.s3.ap-northeast-2.amazonaws.com/`)
    const { Policy, ...form } = fieldsOf(fields)
    expect(form).toMatchObject({ key, bucket: uploadBucket, 'Content-Type': 'image/png' })
    const policy: unknown = JSON.parse(Buffer.from(String(Policy), 'base64').toString())
    expect(fieldsOf(policy)['conditions']).toEqual(
      expect.arrayContaining([
        ['content-length-range', 1, 5_242_880],
        { key },
        { bucket: uploadBucket },
        { 'Content-Type': 'image/png' },
        { tagging: form['tagging'] },
      ]),
    )
    const left = Date.parse(String(fieldsOf(policy)['expiration'])) - Date.now()
    expect(left).toBeGreaterThan(290_000)
    expect(left).toBeLessThanOrEqual(300_000)
    expect(s3.calls()).toHaveLength(0)
    // Only the count of the limit is written.
    expect(dynamo.commandCalls(UpdateCommand)).toHaveLength(1)
    expect(written()).toEqual([])
  })

  it('gives a new key each time, of the same owner', async () => {
    const { upload } = await visit()
    const keys = [await ask(upload), await ask(upload)].map(({ body }) => String(body['key']))
    const [one, two] = keys.map((key) => key.split('/'))
    expect(one?.[0]).toBe(two?.[0])
    expect(one?.[1]).not.toBe(two?.[1])
  })
})

describe('POST /register with photos', () => {
  const tagged = () => s3.commandCalls(PutObjectTaggingCommand).map(({ args }) => args[0].input)

  it('removes the tag that would delete the photos, before the member is made', async () => {
    const { sent, upload } = await visit()
    const { key } = (await ask(upload)).body
    expect((await call(register, 'POST /register', withPhotos(sent, key))).status).toBe(201)
    expect(tagged()).toEqual([{ Bucket: uploadBucket, Key: key, Tagging: { TagSet: [] } }])
  })

  it.each([403, 404])('is refused at the photo, and writes nothing, when S3 answers %i', async (status) => {
    const { sent, upload } = await visit()
    const { key } = (await ask(upload)).body
    s3.on(PutObjectTaggingCommand).rejects(failing(status))
    const response = await call(register, 'POST /register', withPhotos(sent, key))
    expect(response).toMatchObject({ status: 400, body: { errors: [{ pointer: '/attributes/photos/0' }] } })
    expect(written()).toEqual([])
  })

  it.each([
    ['down', failing(500)],
    ['busy', failing(503)],
    ['not to be reached', Object.assign(new Error('connect ETIMEDOUT'), { code: 'ETIMEDOUT' })],
  ])('is 503, and writes nothing, when S3 is %s', async (_, error) => {
    const { sent, upload } = await visit()
    const { key } = (await ask(upload)).body
    s3.on(PutObjectTaggingCommand).rejects(error)
    expectUnavailable(await call(register, 'POST /register', withPhotos(sent, key)))
    expect(written()).toEqual([])
  })
})
