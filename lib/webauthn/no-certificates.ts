/*
 * Stands in every bundle for the parsers of ASN.1 and X.509 that `@simplewebauthn/server` imports. Only an attestation has
 * certificates, and `authenticators.ts` asks for none and refuses one before the library sees it. What is left to read is
 * the signature of ES256. A bundle that lacks what a later version of the library imports is not built.
 */

/** Where a value begins and ends. */
interface Extent {
  readonly from: number
  readonly to: number
}

/** The tags of a SEQUENCE and an INTEGER (ITU-T X.690, section 8). */
const tags = { sequence: 0x30, integer: 0x02 } as const

/** The value with a tag that begins at `at`. Throws an `Error` for another tag, a long length, and what is cut off. */
function valueAt(bytes: Uint8Array, tag: number, at: number): Extent {
  const [found, length] = bytes.subarray(at)
  const from = at + 2
  // One byte for lengths below 128: a signature over P-256 has at most 72 bytes.
  if (found !== tag || length === undefined || length === 0 || length > 127 || from + length > bytes.length) {
    throw new Error('a signature is not in DER')
  }
  return { from, to: from + length }
}

/** An ECDSA signature: `SEQUENCE { r INTEGER, s INTEGER }` (RFC 3279, section 2.2.3). */
export class ECDSASigValue {
  readonly r: Uint8Array
  readonly s: Uint8Array

  /** Takes the signature in DER. Throws an `Error` for anything else. */
  constructor(bytes: Uint8Array) {
    const whole = valueAt(bytes, tags.sequence, 0)
    const r = valueAt(bytes, tags.integer, whole.from)
    const s = valueAt(bytes, tags.integer, r.to)
    if (s.to !== whole.to || whole.to !== bytes.length) throw new Error('a signature is not in DER')
    this.r = bytes.slice(r.from, r.to)
    this.s = bytes.slice(s.from, s.to)
  }
}

/** A class of what certificates are made of. */
class Unread {
  constructor() {
    throw new Error('this function reads no certificate, since it asks for no attestation')
  }
}

/** The parser. It reads signatures. Throws an `Error` for any other schema. */
export const AsnParser = {
  parse: <Value>(bytes: Uint8Array, Schema: new (bytes: Uint8Array) => Value): Value => new Schema(bytes),
}

export {
  Unread as AuthorityKeyIdentifierExtension,
  Unread as BasicConstraints,
  Unread as CRLDistributionPointsExtension,
  Unread as Certificate,
  Unread as ECParameters,
  Unread as ExtendedKeyUsage,
  Unread as KeyDescription,
  Unread as OctetString,
  Unread as RSAPublicKey,
  Unread as SubjectAlternativeName,
  Unread as SubjectKeyIdentifierExtension,
  Unread as X509Certificate,
  Unread as X509ChainBuilder,
  Unread as X509Crl,
}

/** An object identifier that nothing has. */
const unread = 'unread'

export {
  unread as id_ce_basicConstraints,
  unread as id_ce_extKeyUsage,
  unread as id_ce_keyDescription,
  unread as id_ce_subjectAltName,
  unread as id_ecPublicKey,
  unread as id_ecdsaWithSHA256,
  unread as id_ecdsaWithSHA384,
  unread as id_ecdsaWithSHA512,
  unread as id_ml_dsa_44,
  unread as id_ml_dsa_65,
  unread as id_ml_dsa_87,
  unread as id_rsaEncryption,
  unread as id_secp256r1,
  unread as id_secp384r1,
  unread as id_sha1WithRSAEncryption,
  unread as id_sha256WithRSAEncryption,
  unread as id_sha384WithRSAEncryption,
  unread as id_sha512WithRSAEncryption,
}
