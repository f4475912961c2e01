import type { TestResponse } from './caller.ts'
import type { Over } from './client.ts'
import { fieldsOf } from './fields.ts'
import type { Visitor } from './steps.ts'

/** A form from `POST /uploads`. */
export interface UploadForm {
  readonly key: string
  readonly url: string
  readonly fields: Readonly<Record<string, string>>
}

/** `POST /uploads` by a visitor who is about to register. */
export const startUpload = (who: Visitor, over: Over = {}): Promise<TestResponse> => {
  const { outcome, secret } = who
  const shown = { registerToken: outcome['registerToken'], codeVerifier: secret.codeVerifier }
  return who.call('POST', '/uploads', { body: { ...shown, contentType: 'image/png', ...over } })
}

/** `POST /uploads` by a member. */
export const startMemberUpload = (who: Visitor, over: Over = {}): Promise<TestResponse> =>
  who.call('POST', '/uploads', { bearer: who.accessToken, body: { contentType: 'image/png', ...over } })

/** The form in a response. Throws when there is none. */
export function formIn({ status, body }: TestResponse): UploadForm {
  const { key, url, fields } = body
  if (status !== 201 || typeof key !== 'string' || typeof url !== 'string') {
    throw new Error(`no form, but ${JSON.stringify(body)}`)
  }
  const texts = Object.entries(fieldsOf(fields)).map(([name, value]) => [name, String(value)] as const)
  return { key, url, fields: Object.fromEntries(texts) }
}

/** Posts a file with a form, as a browser does. Gives the status and S3's own code. */
export async function postFile(
  { url, fields }: Pick<UploadForm, 'url' | 'fields'>,
  bytes = 1000,
): Promise<{ status: number; code: string | undefined }> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', new Blob([new Uint8Array(bytes)]), 'photo.png')
  const response = await fetch(url, { method: 'POST', body: form })
  return { status: response.status, code: /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1] }
}

/** Starts an upload and posts a file. Gives its key. */
export async function uploaded(started: Promise<TestResponse>): Promise<string> {
  const form = formIn(await started)
  const { status } = await postFile(form)
  if (status !== 204) throw new Error(`the file was answered with ${status}`)
  return form.key
}
