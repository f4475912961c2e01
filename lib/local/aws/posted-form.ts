import { createHmac, timingSafeEqual } from 'node:crypto'
import * as v from 'valibot'

/** A form posted to a bucket (Amazon S3 API, "POST Object"). */
export interface PostedForm {
  readonly key: string
  /** Names in lower case. */
  readonly fields: ReadonlyMap<string, string>
  readonly bytes: number
}

/** Reads a posted form. Undefined for another content type, or without key or file. */
export async function readPostedForm(contentType: string, body: Buffer): Promise<PostedForm | undefined> {
  if (!contentType.startsWith('multipart/form-data')) return undefined
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => undefined)
  if (form === undefined) return undefined
  const fields = new Map<string, string>()
  let file: Blob | undefined
  for (const [name, value] of form) {
    // Fields after the file are not read.
    if (file !== undefined) break
    if (typeof value !== 'string') file = value
    else fields.set(name.toLowerCase(), value)
  }
  const key = fields.get('key')
  return file === undefined || key === undefined ? undefined : { key, fields, bytes: file.size }
}

interface FormFault {
  readonly status: number
  readonly code: string
  readonly message: string
}

const denied = (message: string): FormFault => ({ status: 403, code: 'AccessDenied', message })
const failedCondition = (text: string): FormFault =>
  denied(`Invalid according to Policy: Policy Condition failed: ${text}`)

const condition = v.union([
  v.record(v.string(), v.string()),
  v.tuple([v.picklist(['eq', 'starts-with']), v.string(), v.string()]),
  v.tuple([v.literal('content-length-range'), v.number(), v.number()]),
])
const policySchema = v.object({ expiration: v.string(), conditions: v.array(condition) })
type PolicyCondition = v.InferOutput<typeof condition>

/** Fields that need no condition. */
const unnamed = new Set(['policy', 'x-amz-signature', 'file'])

/**
 * The reason why S3 would refuse a form (Amazon S3 API, "POST Policy"): a foreign signature, an expired
 * policy, a failed condition, or a field without a condition. Undefined for a valid form.
 */
export function fieldsFault(
  form: PostedForm,
  signer: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly bucket: string },
): FormFault | undefined {
  const text = form.fields.get('policy')
  if (text === undefined) return denied('Access Denied')
  const unsigned = signatureFault(form, text, signer)
  if (unsigned !== undefined) return unsigned
  const policy = v.parse(policySchema, JSON.parse(Buffer.from(text, 'base64').toString('utf8')))
  // Signed policies expire by real time.
  if (!(Date.parse(policy.expiration) > Date.now()))
    return denied('Invalid according to Policy: Policy expired.')
  const fields = new Map([...form.fields, ['bucket', signer.bucket]])
  const named = new Set(policy.conditions.flatMap(namesOf))
  const extra = [...form.fields.keys()].find(
    (name) => !named.has(name) && !unnamed.has(name) && !name.startsWith('x-ignore-'),
  )
  if (extra !== undefined) return denied(`Invalid according to Policy: Extra input fields: ${extra}`)
  for (const condition of policy.conditions) {
    const fault = conditionFault(condition, fields, form.bytes)
    if (fault !== undefined) return fault
  }
  return undefined
}

const fieldName = (text: string): string => text.replace(/^\$/, '').toLowerCase()

const namesOf = (condition: PolicyCondition): readonly string[] =>
  Array.isArray(condition)
    ? condition[0] === 'content-length-range'
      ? []
      : [fieldName(condition[1])]
    : Object.keys(condition).map(fieldName)

function conditionFault(
  condition: PolicyCondition,
  fields: ReadonlyMap<string, string>,
  bytes: number,
): FormFault | undefined {
  if (!Array.isArray(condition)) {
    const wrong = Object.entries(condition).find(([name, value]) => fields.get(fieldName(name)) !== value)
    return wrong === undefined ? undefined : failedCondition(JSON.stringify(['eq', ...wrong]))
  }
  if (condition[0] === 'content-length-range') {
    const [, minBytes, maxBytes] = condition
    if (bytes > maxBytes)
      return {
        status: 400,
        code: 'EntityTooLarge',
        message: 'Your proposed upload exceeds the maximum allowed size',
      }
    return bytes < minBytes
      ? {
          status: 400,
          code: 'EntityTooSmall',
          message: 'Your proposed upload is smaller than the minimum allowed size',
        }
      : undefined
  }
  const [operator, name, value] = condition
  const given = fields.get(fieldName(name))
  const holds = operator === 'eq' ? given === value : given?.startsWith(value) === true
  return holds ? undefined : failedCondition(JSON.stringify(condition))
}

/** Checks signature version 4 over the policy in the form. */
function signatureFault(
  { fields }: PostedForm,
  policy: string,
  { accessKeyId, secretAccessKey }: { readonly accessKeyId: string; readonly secretAccessKey: string },
): FormFault | undefined {
  const [id, date = '', region = '', service = '', terminal = ''] = (
    fields.get('x-amz-credential') ?? ''
  ).split('/')
  if (id !== accessKeyId) {
    return {
      status: 403,
      code: 'InvalidAccessKeyId',
      message: 'The AWS Access Key Id you provided does not exist in our records.',
    }
  }
  const signingKey = [date, region, service, terminal].reduce<Buffer | string>(
    (key, part) => createHmac('sha256', key).update(part).digest(),
    `AWS4${secretAccessKey}`,
  )
  const expected = createHmac('sha256', signingKey).update(policy).digest()
  const given = Buffer.from(fields.get('x-amz-signature') ?? '', 'hex')
  const isOurs = given.length === expected.length && timingSafeEqual(given, expected)
  return isOurs
    ? undefined
    : {
        status: 403,
        code: 'SignatureDoesNotMatch',
        message: 'The request signature we calculated does not match the signature you provided.',
      }
}
