import { maxUploadBytes, type UploadType, uploadKey } from '../../domain/member/upload.ts'
import { type Limit, limits } from '../../domain/values/limits.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { World } from '../ports/world.ts'
import { enforceLimits } from '../steps/enforce-limits.ts'
import { ownerOf, type Uploader } from '../steps/keep-uploads.ts'
import { provenAddress } from '../steps/proven-address.ts'
import { openPending } from '../visit/open-pending.ts'

/** What shows who uploads: whatever will be shown again when the upload is referred to. */
export type UploadProof =
  | { readonly kind: 'member'; readonly bearer: string }
  | { readonly kind: 'visit'; readonly registerToken: string; readonly codeVerifier: string }
  | { readonly kind: 'address'; readonly verificationToken: string }

/** A form for one file. */
export interface StartedUpload {
  /** What attributes name the upload by. */
  readonly key: string
  readonly url: string
  readonly fields: Readonly<Record<string, string>>
  readonly maxBytes: number
  /** Seconds. */
  readonly expiresIn: number
}

/** As long as a slow line needs for the largest file. */
const formSeconds = 300

/**
 * Gives somebody who registers, or a member, a form by which one photo is uploaded. Nothing of it comes through us,
 * and nothing is ever fetched from an address. Throws `invalid_token`, `token_used` and `too_many_requests`.
 */
export async function startUpload(
  world: World,
  proof: UploadProof,
  contentType: UploadType,
): Promise<StartedUpload> {
  const { uploader, limit } = await uploaderOf(world, proof)
  await enforceLimits(world, [{ limit, key: uploader }])
  const key = uploadKey(ownerOf(world, uploader), world.secrets.random())
  const form = await world.uploads.form(key, contentType, formSeconds)
  return { key, ...form, maxBytes: maxUploadBytes, expiresIn: formSeconds }
}

interface Uploading {
  readonly uploader: Uploader
  readonly limit: Limit
}

async function uploaderOf(world: World, proof: UploadProof): Promise<Uploading> {
  switch (proof.kind) {
    case 'visit': {
      const { registerToken: token, codeVerifier } = proof
      const { id } = await openPending(world, 'register', { token, codeVerifier })
      return { uploader: `visit:${id}`, limit: limits.uploadsPerSignUp }
    }
    case 'address': {
      const { verificationId } = await provenAddress(world, proof.verificationToken, 'sign_up')
      return { uploader: `address:${verificationId}`, limit: limits.uploadsPerSignUp }
    }
    case 'member': {
      const { memberId, sessionId } = await world.tokens.access.read(proof.bearer, 'fresh_enough')
      const record = await world.members.findBySession(memberId, sessionId, world.clock.now())
      if (record === undefined) throw new Problem('invalid_token')
      return { uploader: `member:${memberId}`, limit: limits.uploadsPerMember }
    }
    default:
      return proof satisfies never
  }
}
