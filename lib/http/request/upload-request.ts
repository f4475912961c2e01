import * as v from 'valibot'
import { uploadTypes } from '../../domain/member/upload.ts'
import type { UploadProof } from '../../flows/account/uploads.ts'
import { requireBearer } from './bearer.ts'
import { codeVerifier, token } from './fields.ts'
import { check } from './input.ts'
import { readJson } from './json-body.ts'
import type { Request } from './request.ts'

const contentType = v.picklist(uploadTypes)
export const visitUpload = v.strictObject({ registerToken: token, codeVerifier, contentType })
export const addressUpload = v.strictObject({ verificationToken: token, contentType })
export const memberUpload = v.strictObject({ contentType })

const holds = (body: unknown, field: string): boolean =>
  typeof body === 'object' && body !== null && field in body

/**
 * Reads the content type of an upload and the proof of its uploader: the token of a sign-up, which
 * `/register` also takes, or a member's bearer token. Throws `invalid_request`, and
 * `invalid_token` without any proof.
 */
export function readUpload(request: Request): {
  readonly proof: UploadProof
  readonly contentType: (typeof uploadTypes)[number]
} {
  const body = readJson(request)
  if (holds(body, 'registerToken')) {
    const { contentType, ...shown } = check(visitUpload, body)
    return { proof: { kind: 'visit', ...shown }, contentType }
  }
  if (holds(body, 'verificationToken')) {
    const { contentType, ...shown } = check(addressUpload, body)
    return { proof: { kind: 'address', ...shown }, contentType }
  }
  const bearer = requireBearer(request)
  return { proof: { kind: 'member', bearer }, contentType: check(memberUpload, body).contentType }
}
