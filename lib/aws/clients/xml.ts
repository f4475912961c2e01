import { AwsError } from './aws-error.ts'
import type { ServiceResponse } from './signed-requests.ts'

const special: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** A text inside an element. */
export const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => special[sign] ?? sign)

const elementIn = (text: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1]

/**
 * The error of a response in XML (Amazon S3, and the Query APIs): its code is its name. Without a body, the status is all
 * that is known.
 */
export function xmlError(response: ServiceResponse): AwsError {
  const { status, text } = response
  const name = elementIn(text, 'Code') ?? (status === 404 ? 'NotFound' : 'UnknownError')
  return new AwsError(name, elementIn(text, 'Message') ?? 'UnknownError', response)
}
