import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import type { HttpHandler } from '../../lib/aws/clients/signed-requests.ts'
import { identityReader } from '../../lib/aws/ses-identities.ts'

const credentials = { accessKeyId: 'id', secretAccessKey: 'secret' }

/** A reader whose SES gives one response, and the paths that it asked for. */
function readerOf(statusCode: number, body: object, headers: Readonly<Record<string, string>> = {}) {
  const asked: string[] = []
  const requestHandler: HttpHandler = {
    async handle({ method, hostname, path }) {
      asked.push(`${method} ${hostname}${path}`)
      const text = Readable.from([Buffer.from(JSON.stringify(body))])
      return { response: { statusCode, headers, body: text } }
    },
  }
  return { asked, read: identityReader({ region: 'ap-northeast-2', credentials, requestHandler }) }
}

it.each([
  [{ VerifiedForSendingStatus: true }, true],
  [{ VerifiedForSendingStatus: false }, false],
  [{ VerificationStatus: 'PENDING' }, false],
])('an identity may send only if SES says so: %j', async (body, may) => {
  const { asked, read } = readerOf(200, body)
  expect(await read('shop.example')).toBe(may)
  expect(asked).toEqual(['GET email.ap-northeast-2.amazonaws.com/v2/email/identities/shop.example'])
})

it('an identity that SES does not know is its error', async () => {
  const { read } = readerOf(404, { message: 'no' }, { 'x-amzn-errortype': 'NotFoundException:' })
  await expect(read('shop.example')).rejects.toMatchObject({ name: 'NotFoundException' })
})
