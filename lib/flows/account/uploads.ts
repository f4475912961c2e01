import type { Limit } from '../../domain/limits/limit.ts'
import { maxUploadBytes, type UploadType, uploadKey } from '../../domain/member/upload.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { World } from '../ports/world.ts'
import { enforceLimits } from '../steps/enforce-limits.ts'
import { type Uploader, uploadOwnerOf } from '../steps/keep-uploads.ts'
import { provenAddress } from '../steps/proven-address.ts'
import type { OpenPendingWorld } from '../visit/open-pending.ts'
import { openPending } from '../visit/open-pending.ts'

/** The proof of the uploader. The same proof must accompany the reference to the upload. */
export type UploadProof =
  | { readonly kind: 'member'; readonly bearer: string }
  | { readonly kind: 'visit'; readonly registerToken: string; readonly codeVerifier: string }
  | { readonly kind: 'address'; readonly verificationToken: string }

/** A form for the upload of one file. */
export interface StartedUpload {
  /** The value that attributes refer to the upload by. */
  readonly key: string
  readonly url: string
  readonly fields: Readonly<Record<string, string>>
  readonly maxBytes: number
  /** Seconds. */
  readonly expiresIn: number
}

/** A slow connection needs this long for the largest file. */
const formSeconds = 300

type StartUploadWorld = Pick<
  World,
  | 'stage'
  | 'clock'
  | 'secrets'
  | 'tokens'
  | 'hashes'
  | 'uploads'
  | 'report'
  | 'members'
  | 'verifications'
  | 'limits'
> &
  OpenPendingWorld

/**
 * Starts the upload of one photo for a visitor who signs up or for a member. The client posts the file
 * directly to the storage, and nothing is ever fetched from a URL. Throws `invalid_token`,
 * `token_used` and `too_many_requests`.
 */
export async function startUpload(
  world: StartUploadWorld,
  proof: UploadProof,
  contentType: UploadType,
): Promise<StartedUpload> {
  const { uploader, limit } = await uploaderOf(world, proof)
  await enforceLimits(world, [{ limit, key: uploader }])
  const key = uploadKey(uploadOwnerOf(world, uploader), world.secrets.random())
  const form = await world.uploads.form(key, contentType, formSeconds)
  return { key, ...form, maxBytes: maxUploadBytes, expiresIn: formSeconds }
}

interface Uploading {
  readonly uploader: Uploader
  readonly limit: Limit
}

async function uploaderOf(world: StartUploadWorld, proof: UploadProof): Promise<Uploading> {
  switch (proof.kind) {
    case 'visit': {
      const { registerToken: token, codeVerifier } = proof
      const { id } = await openPending(world, 'register', { token, codeVerifier })
      return { uploader: `visit:${id}`, limit: world.stage.limits.uploadsOfSignUp }
    }
    case 'address': {
      const { verificationId } = await provenAddress(world, proof.verificationToken, 'sign_up')
      return { uploader: `address:${verificationId}`, limit: world.stage.limits.uploadsOfSignUp }
    }
    case 'member': {
      const { memberId, sessionId } = await world.tokens.access.read(proof.bearer, 'fresh_enough')
      const record = await world.members.findBySession(memberId, sessionId, world.clock.now())
      if (record === undefined) throw new Problem('invalid_token')
      return { uploader: `member:${memberId}`, limit: world.stage.limits.uploadsOfMember }
    }
    default:
      return proof satisfies never
  }
}
