import type { Bodies, StartedUpload } from './api.ts'
import { ProblemError } from './problem.ts'
import { isRecord } from './transport.ts'

/** The types of photos that the API takes. */
export type ContentType = Bodies['POST /uploads']['contentType']

const isUpload = (value: unknown): value is StartedUpload =>
  isRecord(value) && typeof value['url'] === 'string' && isRecord(value['fields'])

/** A started upload: the form to post the file with. */
export function startedUpload(value: unknown): StartedUpload {
  if (!isUpload(value)) throw new ProblemError('no_response')
  return value
}
